//! The address that HubSpot calls: the one that signatures are verified with, or every one of them is refused.

use serde_json::{Value, json};
use template::{Names, Resolver};

use crate::template;

const DOMAIN: &str = "actions.example.com";
const CERTIFICATE: &str = "arn:aws:acm:us-east-1:123456789012:certificate/1";
const TARGET: &str = "d-1.execute-api.us-east-1.amazonaws.com";

/// A part of the template, by its path, with or without a domain of one's own; null where it is not deployed.
fn part(given: &[(&str, &str)], section: &str, name: &str) -> Value {
    let template = template();
    let names = Names::default().attribute("HubSpotDomain", "RegionalDomainName", TARGET);
    let resolver = Resolver::new(&template, given, names);
    let part = &template.section(section)[name];
    let is_deployed = match part["Condition"].as_str() {
        Some(condition) => resolver.resolve(&json!({ "Fn::If": [condition, true, false] })),
        None => json!(true),
    };
    if is_deployed == true {
        resolver.resolve(part)
    } else {
        Value::Null
    }
}

const OWN: [(&str, &str); 2] = [
    ("PublicDomainName", DOMAIN),
    ("PublicDomainCertificateArn", CERTIFICATE),
];

#[test]
fn under_a_domain_of_one_s_own_hubspot_calls_and_signs_the_address_that_the_gateway_verifies() {
    let gateway = part(&OWN, "Resources", "HubSpotGateway");
    let verified = &gateway["Properties"]["Environment"]["Variables"]["PUBLIC_URL"];
    assert_eq!(*verified, format!("https://{DOMAIN}"));
    let told = part(&OWN, "Outputs", "HubSpotActionsUrl");
    assert_eq!(told["Value"], *verified);

    let domain = part(&OWN, "Resources", "HubSpotDomain");
    assert_eq!(domain["Properties"]["DomainName"], DOMAIN);
    let configuration = &domain["Properties"]["DomainNameConfigurations"][0];
    assert_eq!(configuration["CertificateArn"], CERTIFICATE);
    let mapping = part(&OWN, "Resources", "HubSpotDomainMapping");
    let expected = json!({"ApiId": "HubSpotApi", "DomainName": "HubSpotDomain",
        "Stage": "HubSpotApiApiGatewayDefaultStage"});
    assert_eq!(mapping["Properties"], expected, "the whole path is kept");
    assert_eq!(part(&OWN, "Outputs", "PublicDomainTarget")["Value"], TARGET);
}

/// The gateway then takes it from API Gateway, which names its own.
#[test]
fn without_one_hubspot_calls_the_api_s_own_address_and_nothing_of_a_domain_is_made() {
    let gateway = part(&[], "Resources", "HubSpotGateway");
    let variables = &gateway["Properties"]["Environment"]["Variables"];
    assert_eq!(variables.get("PUBLIC_URL"), None);
    let told = part(&[], "Outputs", "HubSpotActionsUrl");
    let own = "https://HubSpotApi.execute-api.us-east-1.amazonaws.com";
    assert_eq!(told["Value"], own);
    for (section, name) in [
        ("Resources", "HubSpotDomain"),
        ("Resources", "HubSpotDomainMapping"),
        ("Outputs", "PublicDomainTarget"),
    ] {
        assert_eq!(part(&[], section, name), Value::Null, "{name}");
    }
}

/// One without the other would deploy a domain without a certificate, or the API's own address in spite of a domain.
#[test]
fn a_domain_and_its_certificate_come_together() {
    let rules = template().section("Rules");
    for (rule, given, needed) in [
        ("ADomainHasItsCertificate", OWN[0].0, OWN[1].0),
        ("ACertificateHasItsDomain", OWN[1].0, OWN[0].0),
    ] {
        let is_given = |name: &str| json!({"Fn::Not": [{"Fn::Equals": [{"Ref": name}, ""]}]});
        assert_eq!(rules[rule]["RuleCondition"], is_given(given), "{rule}");
        let asserted = &rules[rule]["Assertions"][0]["Assert"];
        assert_eq!(*asserted, is_given(needed), "{rule}");
    }
}

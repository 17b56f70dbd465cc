use super::*;

fn shown(described: &Value) -> (usize, String) {
    let mut findings = Findings::default();
    state(described, &mut findings);
    (findings.wrong_ones(), findings.table())
}

#[test]
fn a_refresh_token_that_ends_soon_is_told_with_what_renews_it() {
    for (days, is_soon) in [(14, false), (13, true)] {
        let (wrong, shown) = shown(&json!({"tokens": {"refresh_days_left": days}}));
        assert_eq!(wrong, 0);
        assert!(shown.contains(&format!("has {days} days left")), "{shown}");
        assert_eq!(
            shown.contains("→ any booking renews it"),
            is_soon,
            "{shown}"
        );
    }
}

#[test]
fn tokens_of_another_company_than_the_settings_are_wrong() {
    let (wrong, shown) = shown(&json!({"state": "company_mismatch",
        "tokens": {"realm_id": "77"}, "company": {"realm_id": "42"}}));
    assert_eq!(wrong, 1);
    for part in ["company 77", "settings say 42", "→ set `company.realm_id`"] {
        assert!(shown.contains(part), "{part}: {shown}");
    }
}

use std::collections::BTreeSet;

use proptest::{
    collection::vec,
    prelude::{prop_assert, prop_assert_eq, proptest},
};
use serde_json::{Value, json};

use super::{AssociationCategory, AssociationType, Associations};

fn read(json: Value) -> Associations {
    serde_json::from_value(json).unwrap()
}

fn ids(associations: &Associations) -> Vec<&str> {
    associations.ids().map(crate::ObjectId::as_str).collect()
}

fn labelled(id: u64, type_id: u32, label: Option<&str>) -> Value {
    json!({ "toObjectId": id, "associationTypes": [
        { "category": "HUBSPOT_DEFINED", "typeId": type_id, "label": label } ] })
}

#[test]
fn inline_associations_keep_their_order_and_stand_once() {
    let associations = read(json!({ "results": [
        { "id": "88", "type": "deal_to_company" },
        { "id": "77", "type": "deal_to_company" },
        { "id": "88", "type": "deal_to_company_unlabeled" },
        { "id": "77", "type": "deal_to_company" },
    ]}));
    assert_eq!(ids(&associations), ["88", "77"]);
    let named = |name: &str| AssociationType::Named(name.to_owned());
    let types: Vec<_> = associations.iter().map(|one| one.types.clone()).collect();
    assert_eq!(
        types,
        [
            vec![named("deal_to_company"), named("deal_to_company_unlabeled")],
            vec![named("deal_to_company")],
        ]
    );
    assert_eq!(associations.after(), None);
}

#[test]
fn an_id_may_be_a_number_or_a_text() {
    let number = read(json!({ "results": [labelled(5_790_939_450, 3, None)] }));
    let text = read(
        json!({ "results": [{ "toObjectId": "5790939450", "associationTypes": [
        { "category": "HUBSPOT_DEFINED", "typeId": 3, "label": null } ] }] }),
    );
    assert_eq!(number, text);
    assert_eq!(ids(&number), ["5790939450"]);
}

#[test]
fn types_and_labels_are_kept() {
    let associations = read(
        json!({ "results": [{ "toObjectId": 51, "associationTypes": [
        { "category": "USER_DEFINED", "typeId": 37, "label": "Billing contact" },
        { "category": "NEW_ONE", "typeId": 3, "label": "" } ] }] }),
    );
    let types = &associations.iter().next().unwrap().types;
    assert_eq!(
        *types,
        [
            AssociationType::Labelled {
                category: AssociationCategory::UserDefined,
                type_id: 37,
                label: Some("Billing contact".to_owned()),
            },
            AssociationType::Labelled {
                category: AssociationCategory::Other("NEW_ONE".to_owned()),
                type_id: 3,
                label: None,
            },
        ]
    );
    assert_eq!(types[0].label(), Some("Billing contact"));
}

#[test]
fn pages_are_put_together_in_order_and_a_record_on_two_stands_once() {
    let mut all = read(
        json!({ "results": [labelled(1, 279, None), labelled(2, 279, None)],
        "paging": { "next": { "after": "2" } } }),
    );
    assert_eq!(all.after(), Some("2"));
    all.append(read(
        json!({ "results": [labelled(2, 5, Some("Primary")), labelled(3, 279, None)] }),
    ));
    assert_eq!(ids(&all), ["1", "2", "3"]);
    assert_eq!(all.after(), None);
    let second = all.iter().nth(1).unwrap();
    assert_eq!(second.types.len(), 2);
}

#[test]
fn the_primary_ones_come_first_when_asked_for_and_else_nothing_moves() {
    for (type_id, label, is_primary) in [
        (5, None, true),
        (1, None, true),
        (341, Some("Primary"), true),
        (341, Some("primary "), true),
        (341, Some("Primary buyer"), false),
        (341, None, false),
    ] {
        let mut associations = read(json!({ "results": [
            labelled(1, 341, None), labelled(2, 341, None), labelled(3, type_id, label) ] }));
        associations.sort_primary_first();
        let expected = if is_primary {
            ["3", "1", "2"]
        } else {
            ["1", "2", "3"]
        };
        assert_eq!(ids(&associations), expected, "{type_id} {label:?}");
    }
}

#[test]
fn an_association_without_a_readable_id_is_an_error_and_not_left_out() {
    for wrong in [
        json!({ "type": "deal_to_contact" }),
        json!({ "id": "x" }),
        json!({ "id": null }),
        json!(1),
    ] {
        let page = json!({ "results": [{ "id": "1" }, wrong] });
        assert!(
            serde_json::from_value::<Associations>(page).is_err(),
            "{wrong}"
        );
    }
}

proptest! {
    #[test]
    fn however_it_is_paged_and_repeated_each_record_stands_once_in_the_order_of_its_first(
        told in vec((1_u64..40, 1_u32..4), 0..120), size in 1_usize..50,
    ) {
        let mut all = Associations::NONE;
        for page in told.chunks(size) {
            let results: Vec<_> = page.iter().map(|(id, kind)| labelled(*id, *kind, None)).collect();
            all.append(read(json!({ "results": results })));
        }
        let mut seen = BTreeSet::new();
        let firsts: Vec<String> = told.iter().filter(|(id, _)| seen.insert(*id)).map(|(id, _)| id.to_string()).collect();
        prop_assert_eq!(ids(&all), firsts);
        let types: BTreeSet<_> = told.iter().collect();
        let kept: usize = all.iter().map(|one| one.types.len()).sum();
        prop_assert_eq!(kept, types.len());
        prop_assert!(all.after().is_none());
    }
}

//! French.

mod rules;

use super::{ActionLabels, FieldLabels, Labels, Notices, field};

pub(super) const LABELS: Labels = Labels {
    app: "QuickBooks Online",
    actions: &[
        (
            "create-invoice",
            ActionLabels {
                name: "Créer une facture QuickBooks",
                description: "Crée une facture dans QuickBooks Online à partir de la transaction ou du devis, de son contact et de ses lignes de produits.",
                card: "Créer une facture QuickBooks dans {{connection}}",
            },
        ),
        (
            "create-estimate",
            ActionLabels {
                name: "Créer un devis QuickBooks",
                description: "Crée un devis dans QuickBooks Online à partir de la transaction ou du devis, de son contact et de ses lignes de produits.",
                card: "Créer un devis QuickBooks dans {{connection}}",
            },
        ),
        (
            "create-sales-receipt",
            ActionLabels {
                name: "Créer un reçu de vente QuickBooks",
                description: "Crée un reçu de vente dans QuickBooks Online à partir de la transaction, du devis ou du paiement, de son contact et de ses lignes de produits.",
                card: "Créer un reçu de vente QuickBooks dans {{connection}}",
            },
        ),
        (
            "create-paid-invoice",
            ActionLabels {
                name: "Créer une facture payée dans QuickBooks",
                description: "Crée dans QuickBooks Online une facture et le paiement qui la règle à partir du paiement. Uniquement pour des lignes non taxables ; un reçu de vente accepte tous les produits.",
                card: "Créer une facture payée dans QuickBooks dans {{connection}}",
            },
        ),
        (
            "create-expense",
            ActionLabels {
                name: "Créer une dépense QuickBooks",
                description: "Crée une dépense dans QuickBooks Online à partir des frais de traitement du paiement.",
                card: "Créer une dépense QuickBooks dans {{connection}}",
            },
        ),
        (
            "create-refund-receipt",
            ActionLabels {
                name: "Créer un reçu de remboursement QuickBooks",
                description: "Crée un reçu de remboursement dans QuickBooks Online lorsque le paiement a été remboursé.",
                card: "Créer un reçu de remboursement QuickBooks dans {{connection}}",
            },
        ),
    ],
    fields: FIELDS,
    filled_in: "{{nom_de_la_propriété}} est remplacé par la propriété de la fiche qui porte ce nom interne.",
    values: &[
        ("as_set", "Selon les paramètres du compte QuickBooks"),
        ("false", "Non"),
        ("true", "Oui"),
    ],
    values_of_fields: &[
        ("customer", "associated_contact", "Contact associé"),
        ("customer", "associated_company", "Entreprise associée"),
        (
            "products",
            "line_items",
            "Lignes de produits de l'enregistrement",
        ),
        ("send_email", "false", "Ne pas l'envoyer"),
        (
            "send_email",
            "later",
            "La marquer à envoyer depuis QuickBooks",
        ),
        ("send_email", "true", "L'envoyer tout de suite"),
        ("payment_type", "Cash", "Depuis un compte bancaire"),
        (
            "payment_type",
            "CreditCard",
            "Depuis un compte de carte de crédit",
        ),
    ],
    outputs: &[
        ("status", "Statut"),
        ("document_type", "Type de document"),
        ("document_id", "ID QuickBooks"),
        ("document_number", "Numéro du document"),
        ("document_total", "Total"),
        ("document_currency", "Devise"),
        ("document_url", "Lien dans QuickBooks"),
        ("payment_link", "Lien de paiement"),
        ("check", "À vérifier"),
        ("warnings", "Avertissements"),
        ("error_code", "Code d'erreur"),
        ("error_message", "Message d'erreur"),
    ],
    rules: rules::RULES,
    notices: Notices {
        no_connection: "Aucun compte QuickBooks n'est connecté pour ce compte HubSpot",
        choose_connection: "Choisissez d'abord un compte QuickBooks",
        reconnect: "Ce compte QuickBooks doit être reconnecté",
        try_again: "QuickBooks ne répond pas pour l'instant : réessayez dans une minute",
        ask_administrator: "Cette liste est illisible : demandez à la personne qui gère les actions QuickBooks",
    },
};

const FIELDS: &[(&str, FieldLabels)] = &[
    field(
        "connection",
        "Quel compte QuickBooks utiliser ?",
        "La société QuickBooks qui reçoit le document.",
    ),
    field(
        "payment_terms",
        "Conditions de paiement",
        "QuickBooks en calcule la date d'échéance.",
    ),
    field("customer", "Client", "Le client facturé."),
    field(
        "products",
        "Produits",
        "Les produits vendus : ceux des lignes de produits, ou un seul pour chaque ligne.",
    ),
    field(
        "create_missing_products",
        "Créer le produit dans QuickBooks s'il n'existe pas",
        "Sinon, une ligne sans produit dans QuickBooks arrête l'action, et rien n'est créé.",
    ),
    field(
        "send_email",
        "E-mail au client",
        "Indique si QuickBooks envoie la facture par e-mail.",
    ),
    field(
        "bill_email_cc",
        "Copie de l'e-mail à",
        "Adresses séparées par des virgules ; 200 caractères au plus.",
    ),
    field(
        "bill_email_bcc",
        "Copie cachée de l'e-mail à",
        "Adresses séparées par des virgules ; 200 caractères au plus.",
    ),
    field(
        "transaction_date",
        "Date",
        "La date du document. Si vide, le jour du paiement, sinon aujourd'hui.",
    ),
    field(
        "due_date",
        "Date d'échéance",
        "Si vide, elle découle des conditions de paiement.",
    ),
    field(
        "expiration_date",
        "Date d'expiration",
        "Si vide, celle du devis ; une transaction n'en a pas.",
    ),
    field(
        "service_date",
        "Date de prestation",
        "La date de prestation de chaque ligne.",
    ),
    field(
        "document_number",
        "Numéro",
        "21 caractères au plus. Si vide, QuickBooks poursuit sa numérotation.",
    ),
    field("memo", "Message au client", "1 000 caractères au plus."),
    field(
        "private_note",
        "Note privée",
        "Seule votre société la voit.",
    ),
    field("class", "Classe", "Une classe de QuickBooks."),
    field("department", "Emplacement", "Un emplacement de QuickBooks."),
    field(
        "from_estimate",
        "Associer au devis",
        "Associe la facture au devis du même enregistrement. Oui : pas de facture sans devis.",
    ),
    field(
        "online_card_payment",
        "Paiement en ligne par carte",
        "Indique si le client peut payer la facture en ligne par carte.",
    ),
    field(
        "online_bank_payment",
        "Paiement en ligne par virement",
        "Indique si le client peut payer la facture en ligne par virement bancaire.",
    ),
    field(
        "payment_link",
        "Demander le lien de paiement",
        "Donne aux étapes suivantes le lien par lequel le client paie en ligne.",
    ),
    field(
        "deposit_account",
        "Déposer sur",
        "Le compte sur lequel l'argent est arrivé. Si ni ce champ ni les paramètres n'en indiquent, les fonds non déposés.",
    ),
    field(
        "payment_method",
        "Mode de paiement",
        "La manière dont le paiement ou le remboursement a été fait.",
    ),
    field(
        "refund_account",
        "Rembourser depuis",
        "Le compte d'où l'argent est sorti.",
    ),
    field(
        "payment_account",
        "Compte de paiement",
        "Le compte qui a payé les frais.",
    ),
    field(
        "expense_account",
        "Catégorie",
        "Le compte sur lequel les frais sont comptabilisés.",
    ),
    field(
        "vendor",
        "Bénéficiaire",
        "Le fournisseur qui a reçu les frais.",
    ),
    field(
        "payment_type",
        "Payé depuis",
        "Le type du compte de paiement.",
    ),
    field(
        "custom_field_1",
        "Champ personnalisé 1",
        "31 caractères au plus.",
    ),
    field(
        "custom_field_2",
        "Champ personnalisé 2",
        "31 caractères au plus.",
    ),
    field(
        "custom_field_3",
        "Champ personnalisé 3",
        "31 caractères au plus.",
    ),
    field(
        "exchange_rate",
        "Taux de change",
        "Devise de la société par unité de la devise de l'enregistrement. Si vide, le taux de QuickBooks à cette date.",
    ),
    field(
        "book_anyway",
        "Créer même si la vente est déjà comptabilisée",
        "Oui peut comptabiliser une vente deux fois.",
    ),
];

//! French.

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
    rules: RULES,
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

const RULES: &[(&str, &str)] = &[
    (
        "Invoice",
        "Créé dans QuickBooks : facture {{ document_number }}, {{ document_total }} {{ document_currency }}.",
    ),
    (
        "Estimate",
        "Créé dans QuickBooks : devis {{ document_number }}, {{ document_total }} {{ document_currency }}.",
    ),
    (
        "SalesReceipt",
        "Créé dans QuickBooks : reçu de vente {{ document_number }}, {{ document_total }} {{ document_currency }}.",
    ),
    (
        "Purchase",
        "Créé dans QuickBooks : dépense, {{ document_total }} {{ document_currency }}.",
    ),
    (
        "RefundReceipt",
        "Créé dans QuickBooks : reçu de remboursement {{ document_number }}, {{ document_total }} {{ document_currency }}.",
    ),
    (
        "created",
        "Créé dans QuickBooks : {{ document_type }} {{ document_number }}, {{ document_total }} {{ document_currency }}.",
    ),
    (
        "please_check",
        "Créé dans QuickBooks : {{ document_type }} {{ document_number }}, {{ document_total }} {{ document_currency }}. À vérifier : {{ warnings }}",
    ),
    (
        "please_check of create-expense",
        "Créé dans QuickBooks : dépense, {{ document_total }} {{ document_currency }}. À vérifier : {{ warnings }}",
    ),
    (
        "already_created",
        "Déjà dans QuickBooks : {{ document_type }} {{ document_number }}. Rien n'a été créé une seconde fois.",
    ),
    (
        "already_created of create-expense",
        "Déjà dans QuickBooks : dépense d'identifiant {{ document_id }}. Rien n'a été créé une seconde fois.",
    ),
    ("nothing_to_do", "Il n'y avait rien dont faire un document."),
    (
        "preview",
        "Seulement un aperçu : les paramètres du compte QuickBooks demandent un essai. Rien n'a été créé.",
    ),
    (
        "InvalidRequest",
        "L'action ne peut pas s'exécuter pour cette fiche telle qu'elle est configurée. {{ error_message }}",
    ),
    (
        "RecordIncomplete",
        "Il manque à l'enregistrement un élément nécessaire. {{ error_message }}",
    ),
    (
        "RecordNotFound",
        "L'enregistrement est introuvable ou archivé. {{ error_message }}",
    ),
    (
        "HubSpotAccessDenied",
        "HubSpot ne permet pas à l'application de lire l'enregistrement. {{ error_message }}",
    ),
    (
        "HubSpotUnavailable",
        "HubSpot n'a pas répondu pendant trop longtemps. {{ error_message }}",
    ),
    (
        "ContactNotEligible",
        "Le contact ne satisfait pas au filtre de synchronisation. {{ error_message }}",
    ),
    (
        "CustomerAmbiguous",
        "Plusieurs clients QuickBooks correspondent également. {{ error_message }}",
    ),
    (
        "ProductNotFound",
        "Aucun produit QuickBooks ne correspond à une ligne. {{ error_message }}",
    ),
    (
        "TaxableLineItem",
        "Une ligne est taxable, ce qu'une facture payée ne peut pas avoir : utilisez un reçu de vente. {{ error_message }}",
    ),
    (
        "RefundNotSupported",
        "Le paiement n'est pas remboursé, ou seulement en partie. {{ error_message }}",
    ),
    (
        "ConnectionNotFound",
        "Le compte QuickBooks de cette action n'est pas connecté. {{ error_message }}",
    ),
    (
        "SettingMissing",
        "Un paramètre du compte QuickBooks manque. {{ error_message }}",
    ),
    (
        "IdempotencyConflict",
        "L'enregistrement a été modifié après la création de son document. {{ error_message }}",
    ),
    (
        "AlreadyBooked",
        "La vente a déjà un autre document dans QuickBooks. {{ error_message }}",
    ),
    (
        "SaleNotBooked",
        "La vente du paiement remboursé n'est pas dans QuickBooks. {{ error_message }}",
    ),
    (
        "LedgerCorrupt",
        "Le registre de ce qui a été comptabilisé est illisible. {{ error_message }}",
    ),
    (
        "ReauthorizationRequired",
        "Le compte QuickBooks doit être reconnecté. {{ error_message }}",
    ),
    (
        "QuickBooksRejected",
        "QuickBooks a refusé le document. {{ error_message }}",
    ),
    (
        "QuickBooksThrottled",
        "Le quota de QuickBooks est resté épuisé trop longtemps. {{ error_message }}",
    ),
    (
        "QuickBooksUnavailable",
        "QuickBooks n'a pas répondu pendant trop longtemps. {{ error_message }}",
    ),
    (
        "OutcomeUnknown",
        "On ne sait pas encore si QuickBooks a le document. {{ error_message }}",
    ),
    (
        "InProgress",
        "Une autre exécution du même enregistrement a pris trop de temps. {{ error_message }}",
    ),
    (
        "StorageUnavailable",
        "Les actions QuickBooks n'ont pas pu atteindre leurs données. {{ error_message }}",
    ),
    (
        "RunFailed",
        "L'exécution s'est interrompue. {{ error_message }}",
    ),
];

//! Dutch.

mod rules;

use super::{ActionLabels, FieldLabels, Labels, Notices, field};

pub(super) const LABELS: Labels = Labels {
    app: "QuickBooks Online",
    actions: &[
        (
            "create-invoice",
            ActionLabels {
                name: "Een QuickBooks-factuur maken",
                description: "Maakt in QuickBooks Online een factuur van de deal of offerte, het contact en de artikelregels.",
                card: "Een QuickBooks-factuur maken in {{connection}}",
            },
        ),
        (
            "create-estimate",
            ActionLabels {
                name: "Een QuickBooks-offerte maken",
                description: "Maakt in QuickBooks Online een offerte van de deal of offerte, het contact en de artikelregels.",
                card: "Een QuickBooks-offerte maken in {{connection}}",
            },
        ),
        (
            "create-sales-receipt",
            ActionLabels {
                name: "Een QuickBooks-verkoopbon maken",
                description: "Maakt in QuickBooks Online een verkoopbon van de deal, offerte of betaling, het contact en de artikelregels.",
                card: "Een QuickBooks-verkoopbon maken in {{connection}}",
            },
        ),
        (
            "create-paid-invoice",
            ActionLabels {
                name: "Een betaalde factuur in QuickBooks maken",
                description: "Maakt in QuickBooks Online van de betaling een factuur en de betaling die haar voldoet. Alleen voor artikelregels die niet belastbaar zijn; een verkoopbon neemt alle producten.",
                card: "Een betaalde factuur in QuickBooks maken in {{connection}}",
            },
        ),
        (
            "create-expense",
            ActionLabels {
                name: "Een QuickBooks-uitgave maken",
                description: "Maakt in QuickBooks Online een uitgave van de verwerkingskosten van de betaling.",
                card: "Een QuickBooks-uitgave maken in {{connection}}",
            },
        ),
        (
            "create-refund-receipt",
            ActionLabels {
                name: "Een QuickBooks-terugbetalingsbon maken",
                description: "Maakt in QuickBooks Online een terugbetalingsbon wanneer de betaling is terugbetaald.",
                card: "Een QuickBooks-terugbetalingsbon maken in {{connection}}",
            },
        ),
    ],
    fields: FIELDS,
    filled_in: "{{naam_van_eigenschap}} staat voor de eigenschap van het record met die interne naam.",
    values: &[
        ("as_set", "Zoals ingesteld voor het QuickBooks-account"),
        ("false", "Nee"),
        ("true", "Ja"),
    ],
    values_of_fields: &[
        ("customer", "associated_contact", "Gekoppeld contact"),
        ("customer", "associated_company", "Gekoppeld bedrijf"),
        ("products", "line_items", "Artikelregels van het record"),
        ("send_email", "false", "Niet verzenden"),
        (
            "send_email",
            "later",
            "Markeren om vanuit QuickBooks te verzenden",
        ),
        ("send_email", "true", "Meteen verzenden"),
        ("payment_type", "Cash", "Van een bankrekening"),
        ("payment_type", "CreditCard", "Van een creditcardrekening"),
    ],
    outputs: &[
        ("status", "Status"),
        ("document_type", "Soort document"),
        ("document_id", "QuickBooks-ID"),
        ("document_number", "Documentnummer"),
        ("document_total", "Totaal"),
        ("document_currency", "Valuta"),
        ("document_url", "Link in QuickBooks"),
        ("payment_link", "Betaallink"),
        ("check", "Te controleren"),
        ("warnings", "Waarschuwingen"),
        ("error_code", "Foutcode"),
        ("error_message", "Foutmelding"),
    ],
    rules: rules::RULES,
    notices: Notices {
        no_connection: "Er is geen QuickBooks-account verbonden met dit HubSpot-account",
        choose_connection: "Kies eerst een QuickBooks-account",
        reconnect: "Dit QuickBooks-account moet opnieuw worden verbonden",
        try_again: "QuickBooks antwoordt nu niet: probeer het over een minuut opnieuw",
        ask_administrator: "Deze lijst is niet leesbaar: vraag het wie de QuickBooks-acties beheert",
    },
};

const FIELDS: &[(&str, FieldLabels)] = &[
    field(
        "connection",
        "Welk QuickBooks-account moet worden gebruikt?",
        "Het QuickBooks-bedrijf dat het document krijgt.",
    ),
    field(
        "payment_terms",
        "Betalingsvoorwaarden",
        "QuickBooks berekent er de vervaldatum uit.",
    ),
    field("customer", "Klant", "De klant aan wie wordt gefactureerd."),
    field(
        "products",
        "Producten",
        "De producten die worden verkocht: die van de artikelregels, of één voor elke regel.",
    ),
    field(
        "create_missing_products",
        "Product in QuickBooks maken als het niet bestaat",
        "Zo niet, dan stopt een artikelregel zonder product in QuickBooks de actie, en er wordt niets gemaakt.",
    ),
    field(
        "send_email",
        "E-mail aan de klant",
        "Of QuickBooks de factuur e-mailt.",
    ),
    field(
        "bill_email_cc",
        "Kopie van de e-mail aan",
        "Adressen, gescheiden door komma's; hoogstens 200 tekens.",
    ),
    field(
        "bill_email_bcc",
        "Blinde kopie van de e-mail aan",
        "Adressen, gescheiden door komma's; hoogstens 200 tekens.",
    ),
    field(
        "transaction_date",
        "Datum",
        "De datum van het document. Indien leeg, de dag van de betaling, anders vandaag.",
    ),
    field(
        "due_date",
        "Vervaldatum",
        "Indien leeg, volgt hij uit de betalingsvoorwaarden.",
    ),
    field(
        "expiration_date",
        "Geldig tot",
        "Indien leeg, die van de offerte; een deal heeft er geen.",
    ),
    field(
        "service_date",
        "Datum van de dienst",
        "De datum van de dienst op elke regel.",
    ),
    field(
        "document_number",
        "Nummer",
        "Hoogstens 21 tekens. Indien leeg, telt QuickBooks door.",
    ),
    field("memo", "Bericht aan de klant", "Hoogstens 1.000 tekens."),
    field(
        "private_note",
        "Interne notitie",
        "Alleen uw bedrijf ziet haar.",
    ),
    field("class", "Klasse", "Een klasse van QuickBooks."),
    field("department", "Locatie", "Een locatie van QuickBooks."),
    field(
        "from_estimate",
        "Koppelen aan de offerte",
        "Koppelt de factuur aan de offerte van hetzelfde record. Ja: geen factuur zonder offerte.",
    ),
    field(
        "online_card_payment",
        "Online betalen met kaart",
        "Of de klant de factuur online met een kaart mag betalen.",
    ),
    field(
        "online_bank_payment",
        "Online betalen per overschrijving",
        "Of de klant de factuur online per bankoverschrijving mag betalen.",
    ),
    field(
        "payment_link",
        "Om de betaallink vragen",
        "Geeft latere stappen de link waarmee de klant online betaalt.",
    ),
    field(
        "deposit_account",
        "Storten op",
        "De rekening waarop het geld kwam. Als hier noch in de instellingen een staat, niet-gestorte gelden.",
    ),
    field(
        "payment_method",
        "Betaalmethode",
        "De manier waarop is betaald of teruggegeven.",
    ),
    field(
        "refund_account",
        "Terugbetalen van",
        "De rekening waar het geld van kwam.",
    ),
    field(
        "payment_account",
        "Betaalrekening",
        "De rekening waarvan de kosten zijn betaald.",
    ),
    field(
        "expense_account",
        "Categorie",
        "De rekening waarop de kosten worden geboekt.",
    ),
    field(
        "vendor",
        "Begunstigde",
        "De leverancier die de kosten kreeg.",
    ),
    field("payment_type", "Betaald van", "Het soort betaalrekening."),
    field("custom_field_1", "Aangepast veld 1", "Hoogstens 31 tekens."),
    field("custom_field_2", "Aangepast veld 2", "Hoogstens 31 tekens."),
    field("custom_field_3", "Aangepast veld 3", "Hoogstens 31 tekens."),
    field(
        "exchange_rate",
        "Wisselkoers",
        "Eigen valuta per eenheid van de valuta van het record. Indien leeg, de koers van QuickBooks op die datum.",
    ),
    field(
        "book_anyway",
        "Maken hoewel de verkoop al is geboekt",
        "Ja kan een verkoop twee keer boeken.",
    ),
];

//! German.

mod rules;

use super::{ActionLabels, FieldLabels, Labels, Notices, field};

pub(super) const LABELS: Labels = Labels {
    app: "QuickBooks Online",
    actions: &[
        (
            "create-invoice",
            ActionLabels {
                name: "QuickBooks-Rechnung erstellen",
                description: "Erstellt in QuickBooks Online eine Rechnung aus dem Deal oder Angebot, dem Kontakt und den Artikeln.",
                card: "QuickBooks-Rechnung erstellen in {{connection}}",
            },
        ),
        (
            "create-estimate",
            ActionLabels {
                name: "QuickBooks-Kostenvoranschlag erstellen",
                description: "Erstellt in QuickBooks Online einen Kostenvoranschlag aus dem Deal oder Angebot, dem Kontakt und den Artikeln.",
                card: "QuickBooks-Kostenvoranschlag erstellen in {{connection}}",
            },
        ),
        (
            "create-sales-receipt",
            ActionLabels {
                name: "QuickBooks-Verkaufsbeleg erstellen",
                description: "Erstellt in QuickBooks Online einen Verkaufsbeleg aus dem Deal, dem Angebot oder der Zahlung, dem Kontakt und den Artikeln.",
                card: "QuickBooks-Verkaufsbeleg erstellen in {{connection}}",
            },
        ),
        (
            "create-paid-invoice",
            ActionLabels {
                name: "Bezahlte Rechnung in QuickBooks erstellen",
                description: "Erstellt in QuickBooks Online aus der Zahlung eine Rechnung und die Zahlung, die sie begleicht. Nur für Artikel, die nicht steuerpflichtig sind; ein Verkaufsbeleg nimmt alle Produkte.",
                card: "Bezahlte Rechnung in QuickBooks erstellen in {{connection}}",
            },
        ),
        (
            "create-expense",
            ActionLabels {
                name: "QuickBooks-Ausgabe erstellen",
                description: "Erstellt in QuickBooks Online eine Ausgabe aus der Bearbeitungsgebühr der Zahlung.",
                card: "QuickBooks-Ausgabe erstellen in {{connection}}",
            },
        ),
        (
            "create-refund-receipt",
            ActionLabels {
                name: "QuickBooks-Erstattungsbeleg erstellen",
                description: "Erstellt in QuickBooks Online einen Erstattungsbeleg, wenn die Zahlung erstattet wurde.",
                card: "QuickBooks-Erstattungsbeleg erstellen in {{connection}}",
            },
        ),
    ],
    fields: FIELDS,
    filled_in: "{{name_der_eigenschaft}} steht für die Eigenschaft des Datensatzes mit diesem internen Namen.",
    values: &[
        ("as_set", "Wie für das QuickBooks-Konto eingestellt"),
        ("false", "Nein"),
        ("true", "Ja"),
    ],
    values_of_fields: &[
        ("customer", "associated_contact", "Zugehöriger Kontakt"),
        ("customer", "associated_company", "Zugehöriges Unternehmen"),
        ("products", "line_items", "Artikel des Datensatzes"),
        ("send_email", "false", "Nicht senden"),
        ("send_email", "later", "Zum Senden aus QuickBooks vormerken"),
        ("send_email", "true", "Sofort senden"),
        ("payment_type", "Cash", "Von einem Bankkonto"),
        ("payment_type", "CreditCard", "Von einem Kreditkartenkonto"),
    ],
    outputs: &[
        ("status", "Status"),
        ("document_type", "Belegart"),
        ("document_id", "QuickBooks-ID"),
        ("document_number", "Belegnummer"),
        ("document_total", "Gesamtbetrag"),
        ("document_currency", "Währung"),
        ("document_url", "Link in QuickBooks"),
        ("payment_link", "Zahlungslink"),
        ("check", "Zu prüfen"),
        ("warnings", "Warnungen"),
        ("error_code", "Fehlercode"),
        ("error_message", "Fehlermeldung"),
    ],
    rules: rules::RULES,
    notices: Notices {
        no_connection: "Mit diesem HubSpot-Konto ist kein QuickBooks-Konto verbunden",
        choose_connection: "Wählen Sie zuerst ein QuickBooks-Konto",
        reconnect: "Dieses QuickBooks-Konto muss neu verbunden werden",
        try_again: "QuickBooks antwortet gerade nicht: versuchen Sie es in einer Minute erneut",
        ask_administrator: "Diese Liste ist nicht lesbar: fragen Sie, wer die QuickBooks-Aktionen betreibt",
    },
};

const FIELDS: &[(&str, FieldLabels)] = &[
    field(
        "connection",
        "Welches QuickBooks-Konto soll verwendet werden?",
        "Das QuickBooks-Unternehmen, das den Beleg erhält.",
    ),
    field(
        "payment_terms",
        "Zahlungsbedingungen",
        "QuickBooks berechnet daraus das Fälligkeitsdatum.",
    ),
    field(
        "customer",
        "Kunde",
        "Der Kunde, dem in Rechnung gestellt wird.",
    ),
    field(
        "products",
        "Produkte",
        "Die Produkte, die verkauft werden: die der Artikel, oder eines für jede Zeile.",
    ),
    field(
        "create_missing_products",
        "Produkt in QuickBooks erstellen, wenn es nicht vorhanden ist",
        "Wenn nicht, hält ein Artikel ohne Produkt in QuickBooks die Aktion an, und nichts wird erstellt.",
    ),
    field(
        "send_email",
        "E-Mail an den Kunden",
        "Ob QuickBooks die Rechnung per E-Mail sendet.",
    ),
    field(
        "bill_email_cc",
        "Kopie der E-Mail an",
        "Adressen, durch Kommas getrennt; höchstens 200 Zeichen.",
    ),
    field(
        "bill_email_bcc",
        "Blindkopie der E-Mail an",
        "Adressen, durch Kommas getrennt; höchstens 200 Zeichen.",
    ),
    field(
        "transaction_date",
        "Datum",
        "Das Datum des Belegs. Wenn leer, der Tag der Zahlung, sonst heute.",
    ),
    field(
        "due_date",
        "Fälligkeitsdatum",
        "Wenn leer, folgt es aus den Zahlungsbedingungen.",
    ),
    field(
        "expiration_date",
        "Ablaufdatum",
        "Wenn leer, das des Angebots; ein Deal hat keines.",
    ),
    field(
        "service_date",
        "Leistungsdatum",
        "Das Datum der Leistung in jeder Zeile.",
    ),
    field(
        "document_number",
        "Nummer",
        "Höchstens 21 Zeichen. Wenn leer, zählt QuickBooks weiter.",
    ),
    field(
        "memo",
        "Nachricht an den Kunden",
        "Höchstens 1.000 Zeichen.",
    ),
    field(
        "private_note",
        "Interne Notiz",
        "Nur Ihr Unternehmen sieht sie.",
    ),
    field("class", "Klasse", "Eine Klasse von QuickBooks."),
    field("department", "Standort", "Ein Standort von QuickBooks."),
    field(
        "from_estimate",
        "Mit dem Kostenvoranschlag verknüpfen",
        "Verknüpft die Rechnung mit dem Kostenvoranschlag desselben Datensatzes. Ja: keine Rechnung ohne Kostenvoranschlag.",
    ),
    field(
        "online_card_payment",
        "Onlinezahlung per Karte",
        "Ob der Kunde die Rechnung online per Karte bezahlen darf.",
    ),
    field(
        "online_bank_payment",
        "Onlinezahlung per Banküberweisung",
        "Ob der Kunde die Rechnung online per Banküberweisung bezahlen darf.",
    ),
    field(
        "payment_link",
        "Zahlungslink anfordern",
        "Gibt späteren Schritten den Link, unter dem der Kunde online bezahlt.",
    ),
    field(
        "deposit_account",
        "Einzahlen auf",
        "Das Konto, auf das das Geld ging. Wenn weder hier noch in den Einstellungen eines steht: nicht eingezahlte Mittel.",
    ),
    field(
        "payment_method",
        "Zahlungsmethode",
        "Wie bezahlt oder zurückgegeben wurde.",
    ),
    field(
        "refund_account",
        "Erstatten von",
        "Das Konto, von dem das Geld kam.",
    ),
    field(
        "payment_account",
        "Zahlungskonto",
        "Das Konto, von dem die Gebühr bezahlt wurde.",
    ),
    field(
        "expense_account",
        "Kategorie",
        "Das Konto, auf das die Gebühr gebucht wird.",
    ),
    field(
        "vendor",
        "Zahlungsempfänger",
        "Der Lieferant, der die Gebühr erhielt.",
    ),
    field("payment_type", "Bezahlt von", "Die Art des Zahlungskontos."),
    field(
        "custom_field_1",
        "Benutzerdefiniertes Feld 1",
        "Höchstens 31 Zeichen.",
    ),
    field(
        "custom_field_2",
        "Benutzerdefiniertes Feld 2",
        "Höchstens 31 Zeichen.",
    ),
    field(
        "custom_field_3",
        "Benutzerdefiniertes Feld 3",
        "Höchstens 31 Zeichen.",
    ),
    field(
        "exchange_rate",
        "Wechselkurs",
        "Heimatwährung je Einheit der Währung des Datensatzes. Wenn leer, der Kurs von QuickBooks an diesem Tag.",
    ),
    field(
        "book_anyway",
        "Erstellen, obwohl der Verkauf schon gebucht ist",
        "Ja kann einen Verkauf zweimal buchen.",
    ),
];

//! The sentences of a workflow's history in German, by the names of their rules.

/// The sentences.
pub(super) const RULES: &[(&str, &str)] = &[
    (
        "Invoice",
        "In QuickBooks erstellt: Rechnung {{ document_number }}, {{ document_total }} {{ document_currency }}.",
    ),
    (
        "Estimate",
        "In QuickBooks erstellt: Kostenvoranschlag {{ document_number }}, {{ document_total }} {{ document_currency }}.",
    ),
    (
        "SalesReceipt",
        "In QuickBooks erstellt: Verkaufsbeleg {{ document_number }}, {{ document_total }} {{ document_currency }}.",
    ),
    (
        "Purchase",
        "In QuickBooks erstellt: Ausgabe, {{ document_total }} {{ document_currency }}.",
    ),
    (
        "RefundReceipt",
        "In QuickBooks erstellt: Rückerstattungsbeleg {{ document_number }}, {{ document_total }} {{ document_currency }}.",
    ),
    (
        "created",
        "In QuickBooks erstellt: {{ document_type }} {{ document_number }}, {{ document_total }} {{ document_currency }}.",
    ),
    (
        "please_check",
        "In QuickBooks erstellt: {{ document_type }} {{ document_number }}, {{ document_total }} {{ document_currency }}. Bitte prüfen: {{ warnings }}",
    ),
    (
        "please_check of create-expense",
        "In QuickBooks erstellt: Ausgabe, {{ document_total }} {{ document_currency }}. Bitte prüfen: {{ warnings }}",
    ),
    (
        "already_created",
        "Schon in QuickBooks: {{ document_type }} {{ document_number }}. Es wurde nichts ein zweites Mal erstellt.",
    ),
    (
        "already_created of create-expense",
        "Schon in QuickBooks: Ausgabe mit der Id {{ document_id }}. Es wurde nichts ein zweites Mal erstellt.",
    ),
    (
        "nothing_to_do",
        "Es gab nichts, woraus ein Beleg zu erstellen wäre.",
    ),
    (
        "preview",
        "Nur eine Vorschau: die Einstellungen des QuickBooks-Kontos verlangen einen Probelauf. Es wurde nichts erstellt.",
    ),
    (
        "InvalidRequest",
        "Die Aktion kann so, wie sie eingerichtet ist, für diesen Datensatz nicht laufen. {{ error_message }}",
    ),
    (
        "RecordIncomplete",
        "Dem Datensatz fehlt etwas, das gebraucht wird. {{ error_message }}",
    ),
    (
        "RecordNotFound",
        "Der Datensatz wurde nicht gefunden oder ist archiviert. {{ error_message }}",
    ),
    (
        "HubSpotAccessDenied",
        "HubSpot lässt die App den Datensatz nicht lesen. {{ error_message }}",
    ),
    (
        "HubSpotUnavailable",
        "HubSpot hat zu lange nicht geantwortet. {{ error_message }}",
    ),
    (
        "ContactNotEligible",
        "Der Kontakt erfüllt den Filter der Synchronisierung nicht. {{ error_message }}",
    ),
    (
        "CustomerAmbiguous",
        "Mehrere QuickBooks-Kunden passen gleich gut. {{ error_message }}",
    ),
    (
        "ProductNotFound",
        "Zu einem Artikel passt kein QuickBooks-Produkt. {{ error_message }}",
    ),
    (
        "TaxableLineItem",
        "Ein Artikel ist steuerpflichtig, was eine bezahlte Rechnung nicht haben kann: verwenden Sie einen Verkaufsbeleg. {{ error_message }}",
    ),
    (
        "RefundNotSupported",
        "Die Zahlung ist nicht oder nur teilweise erstattet. {{ error_message }}",
    ),
    (
        "ConnectionNotFound",
        "Das QuickBooks-Konto dieser Aktion ist nicht verbunden. {{ error_message }}",
    ),
    (
        "SettingMissing",
        "Eine Einstellung des QuickBooks-Kontos fehlt. {{ error_message }}",
    ),
    (
        "IdempotencyConflict",
        "Der Datensatz wurde geändert, nachdem sein Beleg erstellt war. {{ error_message }}",
    ),
    (
        "AlreadyBooked",
        "Der Verkauf hat schon einen anderen Beleg in QuickBooks. {{ error_message }}",
    ),
    (
        "SaleNotBooked",
        "Der Verkauf der erstatteten Zahlung steht nicht in QuickBooks. {{ error_message }}",
    ),
    (
        "LedgerCorrupt",
        "Die Aufzeichnung dessen, was gebucht wurde, ist nicht lesbar. {{ error_message }}",
    ),
    (
        "ReauthorizationRequired",
        "Das QuickBooks-Konto muss neu verbunden werden. {{ error_message }}",
    ),
    (
        "QuickBooksRejected",
        "QuickBooks hat den Beleg abgelehnt. {{ error_message }}",
    ),
    (
        "QuickBooksThrottled",
        "Das Kontingent von QuickBooks war zu lange aufgebraucht. {{ error_message }}",
    ),
    (
        "QuickBooksUnavailable",
        "QuickBooks hat zu lange nicht geantwortet. {{ error_message }}",
    ),
    (
        "OutcomeUnknown",
        "Noch ist nicht bekannt, ob QuickBooks den Beleg hat. {{ error_message }}",
    ),
    (
        "InProgress",
        "Ein anderer Lauf desselben Datensatzes dauerte zu lange. {{ error_message }}",
    ),
    (
        "StorageUnavailable",
        "Die QuickBooks-Aktionen konnten ihre Daten nicht erreichen. {{ error_message }}",
    ),
    ("RunFailed", "Der Lauf ist abgebrochen. {{ error_message }}"),
];

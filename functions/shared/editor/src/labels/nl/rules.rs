//! The sentences of a workflow's history in Dutch, by the names of their rules.

/// The sentences.
pub(super) const RULES: &[(&str, &str)] = &[
    (
        "Invoice",
        "Gemaakt in QuickBooks: factuur {{ document_number }}, {{ document_total }} {{ document_currency }}.",
    ),
    (
        "Estimate",
        "Gemaakt in QuickBooks: offerte {{ document_number }}, {{ document_total }} {{ document_currency }}.",
    ),
    (
        "SalesReceipt",
        "Gemaakt in QuickBooks: verkoopbon {{ document_number }}, {{ document_total }} {{ document_currency }}.",
    ),
    (
        "Purchase",
        "Gemaakt in QuickBooks: uitgave, {{ document_total }} {{ document_currency }}.",
    ),
    (
        "RefundReceipt",
        "Gemaakt in QuickBooks: terugbetalingsbon {{ document_number }}, {{ document_total }} {{ document_currency }}.",
    ),
    (
        "created",
        "Gemaakt in QuickBooks: {{ document_type }} {{ document_number }}, {{ document_total }} {{ document_currency }}.",
    ),
    (
        "please_check",
        "Gemaakt in QuickBooks: {{ document_type }} {{ document_number }}, {{ document_total }} {{ document_currency }}. Controleer: {{ warnings }}",
    ),
    (
        "please_check of create-expense",
        "Gemaakt in QuickBooks: uitgave, {{ document_total }} {{ document_currency }}. Controleer: {{ warnings }}",
    ),
    (
        "already_created",
        "Al in QuickBooks: {{ document_type }} {{ document_number }}. Er is niets een tweede keer gemaakt.",
    ),
    (
        "already_created of create-expense",
        "Al in QuickBooks: uitgave met de id {{ document_id }}. Er is niets een tweede keer gemaakt.",
    ),
    (
        "nothing_to_do",
        "Er was niets om een document van te maken.",
    ),
    (
        "preview",
        "Alleen een voorbeeld: de instellingen van het QuickBooks-account vragen om een proef. Er is niets gemaakt.",
    ),
    (
        "InvalidRequest",
        "De actie kan voor dit record zo niet worden uitgevoerd. {{ error_message }}",
    ),
    (
        "RecordIncomplete",
        "Er ontbreekt iets aan het record. {{ error_message }}",
    ),
    (
        "RecordNotFound",
        "Het record is niet gevonden of is gearchiveerd. {{ error_message }}",
    ),
    (
        "HubSpotAccessDenied",
        "HubSpot laat de app het record niet lezen. {{ error_message }}",
    ),
    (
        "HubSpotUnavailable",
        "HubSpot antwoordde te lang niet. {{ error_message }}",
    ),
    (
        "ContactNotEligible",
        "Het contact voldoet niet aan het synchronisatiefilter. {{ error_message }}",
    ),
    (
        "CustomerAmbiguous",
        "Meerdere QuickBooks-klanten passen even goed. {{ error_message }}",
    ),
    (
        "ProductNotFound",
        "Bij een artikelregel past geen QuickBooks-product. {{ error_message }}",
    ),
    (
        "TaxableLineItem",
        "Een artikelregel is belastbaar, wat een betaalde factuur niet kan hebben: gebruik een verkoopbon. {{ error_message }}",
    ),
    (
        "RefundNotSupported",
        "De betaling is niet of slechts deels terugbetaald. {{ error_message }}",
    ),
    (
        "ConnectionNotFound",
        "Het QuickBooks-account van deze actie is niet verbonden. {{ error_message }}",
    ),
    (
        "SettingMissing",
        "Een instelling van het QuickBooks-account ontbreekt. {{ error_message }}",
    ),
    (
        "IdempotencyConflict",
        "Het record is gewijzigd nadat zijn document was gemaakt. {{ error_message }}",
    ),
    (
        "AlreadyBooked",
        "De verkoop heeft al een ander document in QuickBooks. {{ error_message }}",
    ),
    (
        "SaleNotBooked",
        "De verkoop van de terugbetaalde betaling staat niet in QuickBooks. {{ error_message }}",
    ),
    (
        "LedgerCorrupt",
        "De administratie van wat is geboekt, is niet leesbaar. {{ error_message }}",
    ),
    (
        "ReauthorizationRequired",
        "Het QuickBooks-account moet opnieuw worden verbonden. {{ error_message }}",
    ),
    (
        "QuickBooksRejected",
        "QuickBooks heeft het document geweigerd. {{ error_message }}",
    ),
    (
        "QuickBooksThrottled",
        "Het quotum van QuickBooks was te lang opgebruikt. {{ error_message }}",
    ),
    (
        "QuickBooksUnavailable",
        "QuickBooks antwoordde te lang niet. {{ error_message }}",
    ),
    (
        "OutcomeUnknown",
        "Het is nog niet bekend of QuickBooks het document heeft. {{ error_message }}",
    ),
    (
        "InProgress",
        "Een andere uitvoering van hetzelfde record duurde te lang. {{ error_message }}",
    ),
    (
        "StorageUnavailable",
        "De QuickBooks-acties konden hun gegevens niet bereiken. {{ error_message }}",
    ),
    (
        "RunFailed",
        "De uitvoering is afgebroken. {{ error_message }}",
    ),
];

//! The sentences of a workflow's history in French, by the names of their rules.

/// The sentences.
pub(super) const RULES: &[(&str, &str)] = &[
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

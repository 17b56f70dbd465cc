//! The sentences of a workflow's history in Spanish, by the names of their rules.

/// The sentences.
pub(super) const RULES: &[(&str, &str)] = &[
    (
        "Invoice",
        "Creado en QuickBooks: factura {{ document_number }}, {{ document_total }} {{ document_currency }}.",
    ),
    (
        "Estimate",
        "Creado en QuickBooks: presupuesto {{ document_number }}, {{ document_total }} {{ document_currency }}.",
    ),
    (
        "SalesReceipt",
        "Creado en QuickBooks: recibo de venta {{ document_number }}, {{ document_total }} {{ document_currency }}.",
    ),
    (
        "Purchase",
        "Creado en QuickBooks: gasto, {{ document_total }} {{ document_currency }}.",
    ),
    (
        "RefundReceipt",
        "Creado en QuickBooks: recibo de reembolso {{ document_number }}, {{ document_total }} {{ document_currency }}.",
    ),
    (
        "created",
        "Creado en QuickBooks: {{ document_type }} {{ document_number }}, {{ document_total }} {{ document_currency }}.",
    ),
    (
        "please_check",
        "Creado en QuickBooks: {{ document_type }} {{ document_number }}, {{ document_total }} {{ document_currency }}. Revise: {{ warnings }}",
    ),
    (
        "please_check of create-expense",
        "Creado en QuickBooks: gasto, {{ document_total }} {{ document_currency }}. Revise: {{ warnings }}",
    ),
    (
        "already_created",
        "Ya está en QuickBooks: {{ document_type }} {{ document_number }}. No se creó nada por segunda vez.",
    ),
    (
        "already_created of create-expense",
        "Ya está en QuickBooks: gasto con el id {{ document_id }}. No se creó nada por segunda vez.",
    ),
    (
        "nothing_to_do",
        "No había nada de lo que crear un documento.",
    ),
    (
        "preview",
        "Solo una vista previa: la configuración de la cuenta de QuickBooks pide un simulacro. No se creó nada.",
    ),
    (
        "InvalidRequest",
        "La acción no puede ejecutarse con este registro tal como está configurada. {{ error_message }}",
    ),
    (
        "RecordIncomplete",
        "Al registro le falta algo necesario. {{ error_message }}",
    ),
    (
        "RecordNotFound",
        "El registro no se encontró o está archivado. {{ error_message }}",
    ),
    (
        "HubSpotAccessDenied",
        "HubSpot no deja que la aplicación lea el registro. {{ error_message }}",
    ),
    (
        "HubSpotUnavailable",
        "HubSpot no respondió durante demasiado tiempo. {{ error_message }}",
    ),
    (
        "ContactNotEligible",
        "El contacto no cumple el filtro de sincronización. {{ error_message }}",
    ),
    (
        "CustomerAmbiguous",
        "Varios clientes de QuickBooks coinciden por igual. {{ error_message }}",
    ),
    (
        "ProductNotFound",
        "Ningún producto de QuickBooks corresponde a un elemento. {{ error_message }}",
    ),
    (
        "TaxableLineItem",
        "Un elemento está sujeto a impuestos, lo que una factura pagada no admite: use un recibo de venta. {{ error_message }}",
    ),
    (
        "RefundNotSupported",
        "El pago no está reembolsado, o solo en parte. {{ error_message }}",
    ),
    (
        "ConnectionNotFound",
        "La cuenta de QuickBooks de esta acción no está conectada. {{ error_message }}",
    ),
    (
        "SettingMissing",
        "Falta un ajuste de la cuenta de QuickBooks. {{ error_message }}",
    ),
    (
        "IdempotencyConflict",
        "El registro se modificó después de crear su documento. {{ error_message }}",
    ),
    (
        "AlreadyBooked",
        "La venta ya tiene otro documento en QuickBooks. {{ error_message }}",
    ),
    (
        "SaleNotBooked",
        "La venta del pago reembolsado no está en QuickBooks. {{ error_message }}",
    ),
    (
        "LedgerCorrupt",
        "No se puede leer el registro de lo contabilizado. {{ error_message }}",
    ),
    (
        "ReauthorizationRequired",
        "La cuenta de QuickBooks debe conectarse de nuevo. {{ error_message }}",
    ),
    (
        "QuickBooksRejected",
        "QuickBooks rechazó el documento. {{ error_message }}",
    ),
    (
        "QuickBooksThrottled",
        "La cuota de QuickBooks estuvo agotada demasiado tiempo. {{ error_message }}",
    ),
    (
        "QuickBooksUnavailable",
        "QuickBooks no respondió durante demasiado tiempo. {{ error_message }}",
    ),
    (
        "OutcomeUnknown",
        "Aún no se sabe si QuickBooks tiene el documento. {{ error_message }}",
    ),
    (
        "InProgress",
        "Otra ejecución del mismo registro tardó demasiado. {{ error_message }}",
    ),
    (
        "StorageUnavailable",
        "Las acciones de QuickBooks no pudieron acceder a sus datos. {{ error_message }}",
    ),
    (
        "RunFailed",
        "La ejecución se interrumpió. {{ error_message }}",
    ),
];

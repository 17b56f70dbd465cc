//! The sentences of a workflow's history in Brazilian Portuguese, by the names of their rules.

/// The sentences.
pub(super) const RULES: &[(&str, &str)] = &[
    (
        "Invoice",
        "Criado no QuickBooks: fatura {{ document_number }}, {{ document_total }} {{ document_currency }}.",
    ),
    (
        "Estimate",
        "Criado no QuickBooks: orçamento {{ document_number }}, {{ document_total }} {{ document_currency }}.",
    ),
    (
        "SalesReceipt",
        "Criado no QuickBooks: recibo de venda {{ document_number }}, {{ document_total }} {{ document_currency }}.",
    ),
    (
        "Purchase",
        "Criado no QuickBooks: despesa, {{ document_total }} {{ document_currency }}.",
    ),
    (
        "RefundReceipt",
        "Criado no QuickBooks: recibo de reembolso {{ document_number }}, {{ document_total }} {{ document_currency }}.",
    ),
    (
        "created",
        "Criado no QuickBooks: {{ document_type }} {{ document_number }}, {{ document_total }} {{ document_currency }}.",
    ),
    (
        "please_check",
        "Criado no QuickBooks: {{ document_type }} {{ document_number }}, {{ document_total }} {{ document_currency }}. Verifique: {{ warnings }}",
    ),
    (
        "please_check of create-expense",
        "Criado no QuickBooks: despesa, {{ document_total }} {{ document_currency }}. Verifique: {{ warnings }}",
    ),
    (
        "already_created",
        "Já está no QuickBooks: {{ document_type }} {{ document_number }}. Nada foi criado uma segunda vez.",
    ),
    (
        "already_created of create-expense",
        "Já está no QuickBooks: despesa com o id {{ document_id }}. Nada foi criado uma segunda vez.",
    ),
    ("nothing_to_do", "Não havia nada de que criar um documento."),
    (
        "preview",
        "Apenas uma prévia: as configurações da conta do QuickBooks pedem uma simulação. Nada foi criado.",
    ),
    (
        "InvalidRequest",
        "A ação não pode ser executada para este registro como está configurada. {{ error_message }}",
    ),
    (
        "RecordIncomplete",
        "Falta ao registro algo necessário. {{ error_message }}",
    ),
    (
        "RecordNotFound",
        "O registro não foi encontrado ou está arquivado. {{ error_message }}",
    ),
    (
        "HubSpotAccessDenied",
        "O HubSpot não deixa o aplicativo ler o registro. {{ error_message }}",
    ),
    (
        "HubSpotUnavailable",
        "O HubSpot não respondeu por muito tempo. {{ error_message }}",
    ),
    (
        "ContactNotEligible",
        "O contato não atende ao filtro de sincronização. {{ error_message }}",
    ),
    (
        "CustomerAmbiguous",
        "Vários clientes do QuickBooks correspondem igualmente. {{ error_message }}",
    ),
    (
        "ProductNotFound",
        "Nenhum produto do QuickBooks corresponde a um item. {{ error_message }}",
    ),
    (
        "TaxableLineItem",
        "Um item é tributável, o que uma fatura paga não pode ter: use um recibo de venda. {{ error_message }}",
    ),
    (
        "RefundNotSupported",
        "O pagamento não foi reembolsado, ou só em parte. {{ error_message }}",
    ),
    (
        "ConnectionNotFound",
        "A conta do QuickBooks desta ação não está conectada. {{ error_message }}",
    ),
    (
        "SettingMissing",
        "Falta uma configuração da conta do QuickBooks. {{ error_message }}",
    ),
    (
        "IdempotencyConflict",
        "O registro foi alterado depois que seu documento foi criado. {{ error_message }}",
    ),
    (
        "AlreadyBooked",
        "A venda já tem outro documento no QuickBooks. {{ error_message }}",
    ),
    (
        "SaleNotBooked",
        "A venda do pagamento reembolsado não está no QuickBooks. {{ error_message }}",
    ),
    (
        "LedgerCorrupt",
        "O registro do que foi lançado não pode ser lido. {{ error_message }}",
    ),
    (
        "ReauthorizationRequired",
        "A conta do QuickBooks precisa ser conectada de novo. {{ error_message }}",
    ),
    (
        "QuickBooksRejected",
        "O QuickBooks recusou o documento. {{ error_message }}",
    ),
    (
        "QuickBooksThrottled",
        "A cota do QuickBooks ficou esgotada por muito tempo. {{ error_message }}",
    ),
    (
        "QuickBooksUnavailable",
        "O QuickBooks não respondeu por muito tempo. {{ error_message }}",
    ),
    (
        "OutcomeUnknown",
        "Ainda não se sabe se o QuickBooks tem o documento. {{ error_message }}",
    ),
    (
        "InProgress",
        "Outra execução do mesmo registro demorou demais. {{ error_message }}",
    ),
    (
        "StorageUnavailable",
        "As ações do QuickBooks não conseguiram acessar seus dados. {{ error_message }}",
    ),
    (
        "RunFailed",
        "A execução foi interrompida. {{ error_message }}",
    ),
];

//! Brazilian Portuguese.

mod rules;

use super::{ActionLabels, FieldLabels, Labels, Notices, field};

pub(super) const LABELS: Labels = Labels {
    app: "QuickBooks Online",
    actions: &[
        (
            "create-invoice",
            ActionLabels {
                name: "Criar uma fatura no QuickBooks",
                description: "Cria uma fatura no QuickBooks Online a partir do negócio ou da cotação, do contato e dos itens de linha.",
                card: "Criar uma fatura no QuickBooks em {{connection}}",
            },
        ),
        (
            "create-estimate",
            ActionLabels {
                name: "Criar um orçamento no QuickBooks",
                description: "Cria um orçamento no QuickBooks Online a partir do negócio ou da cotação, do contato e dos itens de linha.",
                card: "Criar um orçamento no QuickBooks em {{connection}}",
            },
        ),
        (
            "create-sales-receipt",
            ActionLabels {
                name: "Criar um recibo de venda no QuickBooks",
                description: "Cria um recibo de venda no QuickBooks Online a partir do negócio, da cotação ou do pagamento, do contato e dos itens de linha.",
                card: "Criar um recibo de venda no QuickBooks em {{connection}}",
            },
        ),
        (
            "create-paid-invoice",
            ActionLabels {
                name: "Criar uma fatura paga no QuickBooks",
                description: "Cria no QuickBooks Online, a partir do pagamento, uma fatura e o pagamento que a quita. Somente para itens não tributáveis; um recibo de venda aceita todos os produtos.",
                card: "Criar uma fatura paga no QuickBooks em {{connection}}",
            },
        ),
        (
            "create-expense",
            ActionLabels {
                name: "Criar uma despesa no QuickBooks",
                description: "Cria uma despesa no QuickBooks Online a partir da taxa de processamento do pagamento.",
                card: "Criar uma despesa no QuickBooks em {{connection}}",
            },
        ),
        (
            "create-refund-receipt",
            ActionLabels {
                name: "Criar um recibo de reembolso no QuickBooks",
                description: "Cria um recibo de reembolso no QuickBooks Online quando o pagamento foi reembolsado.",
                card: "Criar um recibo de reembolso no QuickBooks em {{connection}}",
            },
        ),
    ],
    fields: FIELDS,
    filled_in: "{{nome_da_propriedade}} é substituído pela propriedade do registro com esse nome interno.",
    values: &[
        ("as_set", "Conforme as configurações da conta do QuickBooks"),
        ("false", "Não"),
        ("true", "Sim"),
    ],
    values_of_fields: &[
        ("customer", "associated_contact", "Contato associado"),
        ("customer", "associated_company", "Empresa associada"),
        ("products", "line_items", "Itens de linha do registro"),
        ("send_email", "false", "Não enviar"),
        ("send_email", "later", "Marcar para enviar pelo QuickBooks"),
        ("send_email", "true", "Enviar imediatamente"),
        ("payment_type", "Cash", "De uma conta bancária"),
        (
            "payment_type",
            "CreditCard",
            "De uma conta de cartão de crédito",
        ),
    ],
    outputs: &[
        ("status", "Status"),
        ("document_type", "Tipo de documento"),
        ("document_id", "ID do QuickBooks"),
        ("document_number", "Número do documento"),
        ("document_total", "Total"),
        ("document_currency", "Moeda"),
        ("document_url", "Link no QuickBooks"),
        ("payment_link", "Link de pagamento"),
        ("check", "A verificar"),
        ("warnings", "Avisos"),
        ("error_code", "Código do erro"),
        ("error_message", "Mensagem de erro"),
    ],
    rules: rules::RULES,
    notices: Notices {
        no_connection: "Nenhuma conta do QuickBooks está conectada a esta conta do HubSpot",
        choose_connection: "Escolha primeiro uma conta do QuickBooks",
        reconnect: "Esta conta do QuickBooks precisa ser conectada de novo",
        try_again: "O QuickBooks não responde agora: tente novamente em um minuto",
        ask_administrator: "Esta lista não pode ser lida: pergunte a quem administra as ações do QuickBooks",
    },
};

const FIELDS: &[(&str, FieldLabels)] = &[
    field(
        "connection",
        "Qual conta do QuickBooks deve ser usada?",
        "A empresa do QuickBooks que recebe o documento.",
    ),
    field(
        "payment_terms",
        "Condições de pagamento",
        "O QuickBooks calcula a data de vencimento a partir delas.",
    ),
    field("customer", "Cliente", "O cliente que é cobrado."),
    field(
        "products",
        "Produtos",
        "Os produtos vendidos: os dos itens de linha, ou um só para cada linha.",
    ),
    field(
        "create_missing_products",
        "Criar o produto no QuickBooks se não existir",
        "Caso contrário, um item sem produto no QuickBooks interrompe a ação, e nada é criado.",
    ),
    field(
        "send_email",
        "E-mail ao cliente",
        "Se o QuickBooks envia a fatura por e-mail.",
    ),
    field(
        "bill_email_cc",
        "Cópia do e-mail para",
        "Endereços separados por vírgulas; no máximo 200 caracteres.",
    ),
    field(
        "bill_email_bcc",
        "Cópia oculta do e-mail para",
        "Endereços separados por vírgulas; no máximo 200 caracteres.",
    ),
    field(
        "transaction_date",
        "Data",
        "A data do documento. Se vazia, o dia do pagamento ou, senão, hoje.",
    ),
    field(
        "due_date",
        "Data de vencimento",
        "Se vazia, decorre das condições de pagamento.",
    ),
    field(
        "expiration_date",
        "Data de validade",
        "Se vazia, a da cotação; um negócio não tem.",
    ),
    field(
        "service_date",
        "Data do serviço",
        "A data do serviço em cada linha.",
    ),
    field(
        "document_number",
        "Número",
        "No máximo 21 caracteres. Se vazio, o QuickBooks continua a contagem.",
    ),
    field("memo", "Mensagem ao cliente", "No máximo 1.000 caracteres."),
    field(
        "private_note",
        "Nota interna",
        "Somente a sua empresa a vê.",
    ),
    field("class", "Classe", "Uma classe do QuickBooks."),
    field("department", "Local", "Um local do QuickBooks."),
    field(
        "from_estimate",
        "Vincular ao orçamento",
        "Vincula a fatura ao orçamento do mesmo registro. Sim: sem orçamento não há fatura.",
    ),
    field(
        "online_card_payment",
        "Pagamento on-line com cartão",
        "Se o cliente pode pagar a fatura on-line com cartão.",
    ),
    field(
        "online_bank_payment",
        "Pagamento on-line por transferência",
        "Se o cliente pode pagar a fatura on-line por transferência bancária.",
    ),
    field(
        "payment_link",
        "Pedir o link de pagamento",
        "Dá às etapas seguintes o link pelo qual o cliente paga on-line.",
    ),
    field(
        "deposit_account",
        "Depositar em",
        "A conta em que o dinheiro entrou. Se nem aqui nem nas configurações houver uma, fundos não depositados.",
    ),
    field(
        "payment_method",
        "Forma de pagamento",
        "A forma como foi pago ou devolvido.",
    ),
    field(
        "refund_account",
        "Reembolsar de",
        "A conta de onde o dinheiro saiu.",
    ),
    field(
        "payment_account",
        "Conta de pagamento",
        "A conta com que a taxa foi paga.",
    ),
    field(
        "expense_account",
        "Categoria",
        "A conta em que a taxa é lançada.",
    ),
    field("vendor", "Favorecido", "O fornecedor que recebeu a taxa."),
    field("payment_type", "Pago de", "O tipo da conta de pagamento."),
    field(
        "custom_field_1",
        "Campo personalizado 1",
        "No máximo 31 caracteres.",
    ),
    field(
        "custom_field_2",
        "Campo personalizado 2",
        "No máximo 31 caracteres.",
    ),
    field(
        "custom_field_3",
        "Campo personalizado 3",
        "No máximo 31 caracteres.",
    ),
    field(
        "exchange_rate",
        "Taxa de câmbio",
        "Moeda da empresa por unidade da moeda do registro. Se vazia, a taxa do QuickBooks nessa data.",
    ),
    field(
        "book_anyway",
        "Criar mesmo que a venda já esteja lançada",
        "Sim pode lançar uma venda duas vezes.",
    ),
];

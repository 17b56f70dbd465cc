//! Spanish.

mod rules;

use super::{ActionLabels, FieldLabels, Labels, Notices, field};

pub(super) const LABELS: Labels = Labels {
    app: "QuickBooks Online",
    actions: &[
        (
            "create-invoice",
            ActionLabels {
                name: "Crear una factura de QuickBooks",
                description: "Crea una factura en QuickBooks Online a partir del negocio o presupuesto, su contacto y sus elementos de pedido.",
                card: "Crear una factura de QuickBooks en {{connection}}",
            },
        ),
        (
            "create-estimate",
            ActionLabels {
                name: "Crear un presupuesto de QuickBooks",
                description: "Crea un presupuesto en QuickBooks Online a partir del negocio o presupuesto, su contacto y sus elementos de pedido.",
                card: "Crear un presupuesto de QuickBooks en {{connection}}",
            },
        ),
        (
            "create-sales-receipt",
            ActionLabels {
                name: "Crear un recibo de venta de QuickBooks",
                description: "Crea un recibo de venta en QuickBooks Online a partir del negocio, el presupuesto o el pago, su contacto y sus elementos de pedido.",
                card: "Crear un recibo de venta de QuickBooks en {{connection}}",
            },
        ),
        (
            "create-paid-invoice",
            ActionLabels {
                name: "Crear una factura pagada en QuickBooks",
                description: "Crea en QuickBooks Online una factura y el pago que la liquida a partir del pago. Solo para elementos no sujetos a impuestos; un recibo de venta admite todos los productos.",
                card: "Crear una factura pagada en QuickBooks en {{connection}}",
            },
        ),
        (
            "create-expense",
            ActionLabels {
                name: "Crear un gasto de QuickBooks",
                description: "Crea un gasto en QuickBooks Online a partir de la comisión de procesamiento del pago.",
                card: "Crear un gasto de QuickBooks en {{connection}}",
            },
        ),
        (
            "create-refund-receipt",
            ActionLabels {
                name: "Crear un recibo de reembolso de QuickBooks",
                description: "Crea un recibo de reembolso en QuickBooks Online cuando el pago se ha reembolsado.",
                card: "Crear un recibo de reembolso de QuickBooks en {{connection}}",
            },
        ),
    ],
    fields: FIELDS,
    filled_in: "{{nombre_de_la_propiedad}} se sustituye por la propiedad del registro con ese nombre interno.",
    values: &[
        (
            "as_set",
            "Según la configuración de la cuenta de QuickBooks",
        ),
        ("false", "No"),
        ("true", "Sí"),
    ],
    values_of_fields: &[
        ("customer", "associated_contact", "Contacto asociado"),
        ("customer", "associated_company", "Empresa asociada"),
        ("products", "line_items", "Elementos de pedido del registro"),
        ("send_email", "false", "No enviarla"),
        (
            "send_email",
            "later",
            "Marcarla para enviarla desde QuickBooks",
        ),
        ("send_email", "true", "Enviarla enseguida"),
        ("payment_type", "Cash", "De una cuenta bancaria"),
        (
            "payment_type",
            "CreditCard",
            "De una cuenta de tarjeta de crédito",
        ),
    ],
    outputs: &[
        ("status", "Estado"),
        ("document_type", "Tipo de documento"),
        ("document_id", "ID de QuickBooks"),
        ("document_number", "Número de documento"),
        ("document_total", "Total"),
        ("document_currency", "Moneda"),
        ("document_url", "Enlace en QuickBooks"),
        ("payment_link", "Enlace de pago"),
        ("check", "Por revisar"),
        ("warnings", "Advertencias"),
        ("error_code", "Código de error"),
        ("error_message", "Mensaje de error"),
    ],
    rules: rules::RULES,
    notices: Notices {
        no_connection: "No hay ninguna cuenta de QuickBooks conectada a esta cuenta de HubSpot",
        choose_connection: "Elija primero una cuenta de QuickBooks",
        reconnect: "Esta cuenta de QuickBooks debe conectarse de nuevo",
        try_again: "QuickBooks no responde ahora mismo: inténtelo dentro de un minuto",
        ask_administrator: "No se puede leer esta lista: pregunte a quien gestiona las acciones de QuickBooks",
    },
};

const FIELDS: &[(&str, FieldLabels)] = &[
    field(
        "connection",
        "¿Qué cuenta de QuickBooks se debe usar?",
        "La empresa de QuickBooks que recibe el documento.",
    ),
    field(
        "payment_terms",
        "Condiciones de pago",
        "QuickBooks calcula con ellas la fecha de vencimiento.",
    ),
    field("customer", "Cliente", "El cliente al que se factura."),
    field(
        "products",
        "Productos",
        "Los productos que se venden: los de los elementos de pedido, o uno para cada línea.",
    ),
    field(
        "create_missing_products",
        "Crear el producto en QuickBooks si no existe",
        "Si no, un elemento sin producto en QuickBooks detiene la acción y no se crea nada.",
    ),
    field(
        "send_email",
        "Correo al cliente",
        "Si QuickBooks envía la factura por correo electrónico.",
    ),
    field(
        "bill_email_cc",
        "Copia del correo a",
        "Direcciones separadas por comas; 200 caracteres como máximo.",
    ),
    field(
        "bill_email_bcc",
        "Copia oculta del correo a",
        "Direcciones separadas por comas; 200 caracteres como máximo.",
    ),
    field(
        "transaction_date",
        "Fecha",
        "La fecha del documento. Si está vacía, el día del pago o, si no, hoy.",
    ),
    field(
        "due_date",
        "Fecha de vencimiento",
        "Si está vacía, se deduce de las condiciones de pago.",
    ),
    field(
        "expiration_date",
        "Fecha de caducidad",
        "Si está vacía, la del presupuesto; un negocio no tiene.",
    ),
    field(
        "service_date",
        "Fecha de servicio",
        "La fecha del servicio en cada línea.",
    ),
    field(
        "document_number",
        "Número",
        "21 caracteres como máximo. Si está vacío, QuickBooks sigue contando.",
    ),
    field(
        "memo",
        "Mensaje al cliente",
        "1.000 caracteres como máximo.",
    ),
    field("private_note", "Nota privada", "Solo la ve su empresa."),
    field("class", "Clase", "Una clase de QuickBooks."),
    field("department", "Ubicación", "Una ubicación de QuickBooks."),
    field(
        "from_estimate",
        "Vincular al presupuesto",
        "Vincula la factura al presupuesto del mismo registro. Sí: sin presupuesto no hay factura.",
    ),
    field(
        "online_card_payment",
        "Pago en línea con tarjeta",
        "Si el cliente puede pagar la factura en línea con tarjeta.",
    ),
    field(
        "online_bank_payment",
        "Pago en línea por transferencia",
        "Si el cliente puede pagar la factura en línea por transferencia bancaria.",
    ),
    field(
        "payment_link",
        "Pedir el enlace de pago",
        "Da a los pasos siguientes el enlace con el que el cliente paga en línea.",
    ),
    field(
        "deposit_account",
        "Depositar en",
        "La cuenta a la que llegó el dinero. Si ni aquí ni en la configuración consta, fondos sin depositar.",
    ),
    field(
        "payment_method",
        "Método de pago",
        "La forma en que se pagó o se devolvió.",
    ),
    field(
        "refund_account",
        "Reembolsar desde",
        "La cuenta de la que salió el dinero.",
    ),
    field(
        "payment_account",
        "Cuenta de pago",
        "La cuenta con la que se pagó la comisión.",
    ),
    field(
        "expense_account",
        "Categoría",
        "La cuenta en la que se registra la comisión.",
    ),
    field(
        "vendor",
        "Beneficiario",
        "El proveedor que recibió la comisión.",
    ),
    field(
        "payment_type",
        "Pagado desde",
        "El tipo de la cuenta de pago.",
    ),
    field(
        "custom_field_1",
        "Campo personalizado 1",
        "31 caracteres como máximo.",
    ),
    field(
        "custom_field_2",
        "Campo personalizado 2",
        "31 caracteres como máximo.",
    ),
    field(
        "custom_field_3",
        "Campo personalizado 3",
        "31 caracteres como máximo.",
    ),
    field(
        "exchange_rate",
        "Tipo de cambio",
        "Moneda de la empresa por unidad de la moneda del registro. Si está vacío, el tipo de QuickBooks de esa fecha.",
    ),
    field(
        "book_anyway",
        "Crear aunque la venta ya esté registrada",
        "Sí puede registrar una venta dos veces.",
    ),
];

//! Japanese.

mod rules;

use super::{ActionLabels, FieldLabels, Labels, Notices, field};

pub(super) const LABELS: Labels = Labels {
    app: "QuickBooks Online",
    actions: &[
        (
            "create-invoice",
            ActionLabels {
                name: "QuickBooksの請求書を作成",
                description: "取引または見積、そのコンタクトと商品項目から、QuickBooks Onlineに請求書を作成します。",
                card: "{{connection}}でQuickBooksの請求書を作成",
            },
        ),
        (
            "create-estimate",
            ActionLabels {
                name: "QuickBooksの見積書を作成",
                description: "取引または見積、そのコンタクトと商品項目から、QuickBooks Onlineに見積書を作成します。",
                card: "{{connection}}でQuickBooksの見積書を作成",
            },
        ),
        (
            "create-sales-receipt",
            ActionLabels {
                name: "QuickBooksの売上領収書を作成",
                description: "取引、見積または支払い、そのコンタクトと商品項目から、QuickBooks Onlineに売上領収書を作成します。",
                card: "{{connection}}でQuickBooksの売上領収書を作成",
            },
        ),
        (
            "create-paid-invoice",
            ActionLabels {
                name: "QuickBooksに支払い済み請求書を作成",
                description: "支払いから、QuickBooks Onlineに請求書とそれを決済する入金を作成します。課税対象でない商品項目のみ。売上領収書はすべての商品に対応します。",
                card: "{{connection}}でQuickBooksに支払い済み請求書を作成",
            },
        ),
        (
            "create-expense",
            ActionLabels {
                name: "QuickBooksの経費を作成",
                description: "支払いの決済手数料から、QuickBooks Onlineに経費を作成します。",
                card: "{{connection}}でQuickBooksの経費を作成",
            },
        ),
        (
            "create-refund-receipt",
            ActionLabels {
                name: "QuickBooksの返金領収書を作成",
                description: "支払いが返金されたときに、QuickBooks Onlineに返金領収書を作成します。",
                card: "{{connection}}でQuickBooksの返金領収書を作成",
            },
        ),
    ],
    fields: FIELDS,
    filled_in: "{{プロパティ名}}は、その内部名を持つレコードのプロパティの値になります。",
    values: &[
        ("as_set", "QuickBooksアカウントの設定に従う"),
        ("false", "いいえ"),
        ("true", "はい"),
    ],
    values_of_fields: &[
        ("customer", "associated_contact", "関連付けられたコンタクト"),
        ("customer", "associated_company", "関連付けられた会社"),
        ("products", "line_items", "レコードの商品項目"),
        ("send_email", "false", "送信しない"),
        (
            "send_email",
            "later",
            "QuickBooksから送信するよう印を付ける",
        ),
        ("send_email", "true", "すぐに送信する"),
        ("payment_type", "Cash", "銀行口座から"),
        ("payment_type", "CreditCard", "クレジットカード口座から"),
    ],
    outputs: &[
        ("status", "ステータス"),
        ("document_type", "書類の種類"),
        ("document_id", "QuickBooks ID"),
        ("document_number", "書類番号"),
        ("document_total", "合計"),
        ("document_currency", "通貨"),
        ("document_url", "QuickBooksのリンク"),
        ("payment_link", "支払いリンク"),
        ("check", "要確認"),
        ("warnings", "警告"),
        ("error_code", "エラーコード"),
        ("error_message", "エラーメッセージ"),
    ],
    rules: rules::RULES,
    notices: Notices {
        no_connection: "このHubSpotアカウントに接続されたQuickBooksアカウントがありません",
        choose_connection: "先にQuickBooksアカウントを選択してください",
        reconnect: "このQuickBooksアカウントを再接続する必要があります",
        try_again: "QuickBooksが現在応答していません。1分後にもう一度お試しください",
        ask_administrator: "このリストを読み取れません。QuickBooksアクションの管理者にお問い合わせください",
    },
};

const FIELDS: &[(&str, FieldLabels)] = &[
    field(
        "connection",
        "どのQuickBooksアカウントを使用しますか？",
        "書類が作成されるQuickBooksの会社です。",
    ),
    field(
        "payment_terms",
        "支払条件",
        "QuickBooksがこれをもとに支払期日を計算します。",
    ),
    field("customer", "顧客", "請求先の顧客です。"),
    field(
        "products",
        "商品",
        "販売する商品です。商品項目の商品、またはすべての行に同じ商品。",
    ),
    field(
        "create_missing_products",
        "QuickBooksに商品がない場合は作成する",
        "作成しない場合、QuickBooksに商品がない項目があるとアクションは停止し、何も作成されません。",
    ),
    field(
        "send_email",
        "顧客へのEメール",
        "QuickBooksが請求書をEメールで送信するかどうか。",
    ),
    field(
        "bill_email_cc",
        "EメールのCC",
        "コンマ区切りのアドレス。200文字以内。",
    ),
    field(
        "bill_email_bcc",
        "EメールのBCC",
        "コンマ区切りのアドレス。200文字以内。",
    ),
    field(
        "transaction_date",
        "日付",
        "書類の日付です。空欄の場合は支払日、なければ今日。",
    ),
    field(
        "due_date",
        "支払期日",
        "空欄の場合は支払条件から決まります。",
    ),
    field(
        "expiration_date",
        "有効期限",
        "空欄の場合は見積の期限。取引にはありません。",
    ),
    field("service_date", "サービス日", "各行のサービス日です。"),
    field(
        "document_number",
        "番号",
        "21文字以内。空欄の場合はQuickBooksが採番します。",
    ),
    field("memo", "顧客へのメッセージ", "1,000文字以内。"),
    field("private_note", "社内メモ", "自社だけが見られます。"),
    field("class", "クラス", "QuickBooksのクラスです。"),
    field(
        "department",
        "ロケーション",
        "QuickBooksのロケーションです。",
    ),
    field(
        "from_estimate",
        "見積書に関連付ける",
        "請求書を同じレコードの見積書に関連付けます。「はい」の場合、見積書がなければ請求書は作成されません。",
    ),
    field(
        "online_card_payment",
        "カードによるオンライン支払い",
        "顧客が請求書をカードでオンライン支払いできるかどうか。",
    ),
    field(
        "online_bank_payment",
        "銀行振込によるオンライン支払い",
        "顧客が請求書を銀行振込でオンライン支払いできるかどうか。",
    ),
    field(
        "payment_link",
        "支払いリンクを取得する",
        "顧客がオンラインで支払うリンクを後のステップに渡します。",
    ),
    field(
        "deposit_account",
        "入金先",
        "入金された口座です。ここにも設定にもない場合は未預入金。",
    ),
    field("payment_method", "支払方法", "支払いまたは返金の方法です。"),
    field("refund_account", "返金元", "返金に使われた口座です。"),
    field(
        "payment_account",
        "支払口座",
        "手数料が支払われた口座です。",
    ),
    field(
        "expense_account",
        "カテゴリー",
        "手数料を計上する勘定科目です。",
    ),
    field("vendor", "支払先", "手数料を受け取った仕入先です。"),
    field("payment_type", "支払元", "支払口座の種類です。"),
    field("custom_field_1", "カスタムフィールド1", "31文字以内。"),
    field("custom_field_2", "カスタムフィールド2", "31文字以内。"),
    field("custom_field_3", "カスタムフィールド3", "31文字以内。"),
    field(
        "exchange_rate",
        "為替レート",
        "レコードの通貨1単位あたりの自国通貨。空欄の場合はその日のQuickBooksのレート。",
    ),
    field(
        "book_anyway",
        "売上がすでに記帳されていても作成する",
        "「はい」にすると、売上が二重に記帳されることがあります。",
    ),
];

//! The sentences of a workflow's history in Japanese, by the names of their rules.

/// The sentences.
pub(super) const RULES: &[(&str, &str)] = &[
    (
        "Invoice",
        "QuickBooksに作成されました：請求書 {{ document_number }}、{{ document_total }} {{ document_currency }}。",
    ),
    (
        "Estimate",
        "QuickBooksに作成されました：見積書 {{ document_number }}、{{ document_total }} {{ document_currency }}。",
    ),
    (
        "SalesReceipt",
        "QuickBooksに作成されました：売上領収書 {{ document_number }}、{{ document_total }} {{ document_currency }}。",
    ),
    (
        "Purchase",
        "QuickBooksに作成されました：経費、{{ document_total }} {{ document_currency }}。",
    ),
    (
        "RefundReceipt",
        "QuickBooksに作成されました：返金領収書 {{ document_number }}、{{ document_total }} {{ document_currency }}。",
    ),
    (
        "created",
        "QuickBooksに作成されました：{{ document_type }} {{ document_number }}、{{ document_total }} {{ document_currency }}。",
    ),
    (
        "please_check",
        "QuickBooksに作成されました：{{ document_type }} {{ document_number }}、{{ document_total }} {{ document_currency }}。ご確認ください：{{ warnings }}",
    ),
    (
        "please_check of create-expense",
        "QuickBooksに作成されました：経費、{{ document_total }} {{ document_currency }}。ご確認ください：{{ warnings }}",
    ),
    (
        "already_created",
        "すでにQuickBooksにあります：{{ document_type }} {{ document_number }}。二重には作成されていません。",
    ),
    (
        "already_created of create-expense",
        "すでにQuickBooksにあります：経費（ID {{ document_id }}）。二重には作成されていません。",
    ),
    ("nothing_to_do", "書類を作成する対象がありませんでした。"),
    (
        "preview",
        "プレビューのみです。QuickBooksアカウントの設定が試行を求めています。何も作成されていません。",
    ),
    (
        "InvalidRequest",
        "アクションは現在の設定ではこのレコードに実行できません。{{ error_message }}",
    ),
    (
        "RecordIncomplete",
        "レコードに必要な情報が不足しています。{{ error_message }}",
    ),
    (
        "RecordNotFound",
        "レコードが見つからないか、アーカイブされています。{{ error_message }}",
    ),
    (
        "HubSpotAccessDenied",
        "HubSpotがアプリにレコードの読み取りを許可していません。{{ error_message }}",
    ),
    (
        "HubSpotUnavailable",
        "HubSpotが長時間応答しませんでした。{{ error_message }}",
    ),
    (
        "ContactNotEligible",
        "コンタクトが同期フィルターの条件を満たしていません。{{ error_message }}",
    ),
    (
        "CustomerAmbiguous",
        "複数のQuickBooks顧客が同じように一致します。{{ error_message }}",
    ),
    (
        "ProductNotFound",
        "商品項目に一致するQuickBooksの商品がありません。{{ error_message }}",
    ),
    (
        "TaxableLineItem",
        "課税対象の商品項目があり、支払い済み請求書には使えません。売上領収書を使用してください。{{ error_message }}",
    ),
    (
        "RefundNotSupported",
        "支払いは返金されていないか、一部のみ返金されています。{{ error_message }}",
    ),
    (
        "ConnectionNotFound",
        "このアクションのQuickBooksアカウントは接続されていません。{{ error_message }}",
    ),
    (
        "SettingMissing",
        "QuickBooksアカウントの設定が不足しています。{{ error_message }}",
    ),
    (
        "IdempotencyConflict",
        "書類の作成後にレコードが変更されました。{{ error_message }}",
    ),
    (
        "AlreadyBooked",
        "この売上にはすでに別の書類がQuickBooksにあります。{{ error_message }}",
    ),
    (
        "SaleNotBooked",
        "返金された支払いの売上がQuickBooksにありません。{{ error_message }}",
    ),
    (
        "LedgerCorrupt",
        "記帳の記録を読み取れません。{{ error_message }}",
    ),
    (
        "ReauthorizationRequired",
        "QuickBooksアカウントを再接続する必要があります。{{ error_message }}",
    ),
    (
        "QuickBooksRejected",
        "QuickBooksが書類を拒否しました。{{ error_message }}",
    ),
    (
        "QuickBooksThrottled",
        "QuickBooksの割り当てが長時間使い切られていました。{{ error_message }}",
    ),
    (
        "QuickBooksUnavailable",
        "QuickBooksが長時間応答しませんでした。{{ error_message }}",
    ),
    (
        "OutcomeUnknown",
        "QuickBooksに書類があるかどうかはまだ不明です。{{ error_message }}",
    ),
    (
        "InProgress",
        "同じレコードの別の実行に時間がかかりすぎました。{{ error_message }}",
    ),
    (
        "StorageUnavailable",
        "QuickBooksアクションがデータに到達できませんでした。{{ error_message }}",
    ),
    ("RunFailed", "実行が中断されました。{{ error_message }}"),
];

//! Function names as AWS Lambda accepts them.

/// The plain name in a name, a partial ARN or an ARN, each with or without a qualifier.
///
/// <https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html>, `FunctionName`.
pub(super) fn plain(name: &str) -> Option<&str> {
    let parts: Vec<&str> = name.split(':').collect();
    match parts.as_slice() {
        [plain]
        | [plain, _]
        | [_, "function", plain]
        | [_, "function", plain, _]
        | ["arn", _, "lambda", _, _, "function", plain]
        | ["arn", _, "lambda", _, _, "function", plain, _] => Some(plain),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::plain;

    #[test]
    fn every_form_of_a_name_is_understood() {
        for name in [
            "create-invoice",
            "create-invoice:$LATEST",
            "123456789012:function:create-invoice",
            "123456789012:function:create-invoice:live",
            "arn:aws:lambda:us-east-1:123456789012:function:create-invoice",
            "arn:aws-cn:lambda:cn-north-1:123456789012:function:create-invoice:7",
        ] {
            assert_eq!(plain(name), Some("create-invoice"), "{name}");
        }
        for name in ["arn:aws:s3:::create-invoice", "a:b:c", "1:2:3:4:5"] {
            assert_eq!(plain(name), None, "{name}");
        }
    }
}

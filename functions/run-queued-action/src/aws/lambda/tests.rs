use aws_sdk_lambda::config::{Credentials, Region};
use storage::aws::sdk;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

use super::{Builder, LambdaActions, name};
use crate::Outcome;
use crate::ports::Actions;

/// The end that a connection to Lambda comes to.
#[derive(Clone, Copy)]
enum End {
    /// It breaks after the request, of which nobody knows whether it was taken.
    Breaks,
    /// Lambda answers with the action's response.
    Answers,
    /// Lambda fails itself.
    Fails,
}

impl End {
    async fn of(self, mut connection: TcpStream) {
        let mut request = vec![0; 16_384];
        let read = connection.read(&mut request).await.unwrap();
        assert!(request.starts_with(b"POST "), "{read}");
        let (status, body) = match self {
            Self::Breaks => return,
            Self::Answers => ("200 OK", r#"{"status":"already_created"}"#),
            Self::Fails => ("500 Internal Server Error", r#"{"Message":"Canary"}"#),
        };
        let answer = format!(
            "HTTP/1.1 {status}\r\nx-amzn-errortype: ServiceException\r\nconnection: close\r\ncontent-length: {}\r\n\r\n{body}",
            body.len()
        );
        connection.write_all(answer.as_bytes()).await.unwrap();
    }
}

/// The outcome of an action where connections to Lambda end so, and how many of them there were.
async fn invoked(ends: &'static [End]) -> (Outcome, usize) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let serving = tokio::spawn(async move {
        for (served, end) in ends.iter().enumerate() {
            let waited = std::time::Duration::from_secs(5);
            let accepted = tokio::time::timeout(waited, listener.accept());
            let Ok(accepted) = accepted.await else {
                return served;
            };
            end.of(accepted.unwrap().0).await;
        }
        ends.len()
    });
    let lambda = Builder::from(&sdk::of_this_machine().unwrap())
        .region(Region::new("us-east-1"))
        .credentials_provider(Credentials::new("id", "secret", None, None, "test"))
        .endpoint_url(format!("http://{address}"));
    let actions = LambdaActions::new(lambda, "books-".to_owned());
    let outcome = actions.invoke("create-invoice", "{}").await;
    (outcome, serving.await.unwrap())
}

fn error(outcome: &Outcome) -> &str {
    match outcome {
        Outcome::Failed { error, .. } => error,
        Outcome::Succeeded { .. } => "none",
    }
}

#[tokio::test]
async fn a_call_whose_connection_breaks_is_made_once_more_and_the_action_s_second_answer_is_told() {
    let (outcome, calls) = invoked(&[End::Breaks, End::Answers]).await;
    let answered = Outcome::answered(br#"{"status":"already_created"}"#);
    assert_eq!(outcome, answered);
    assert_eq!(calls, 2);
}

#[tokio::test]
async fn a_second_broken_connection_is_left_to_the_workflow() {
    let (outcome, calls) = invoked(&[End::Breaks, End::Breaks, End::Answers]).await;
    assert_eq!(error(&outcome), "Lambda.SdkClientException");
    assert_eq!(calls, 2);
}

#[tokio::test]
async fn a_call_that_lambda_has_answered_is_never_made_again_here() {
    let (outcome, calls) = invoked(&[End::Fails, End::Answers]).await;
    assert_eq!(error(&outcome), "Lambda.ServiceException");
    assert_eq!(calls, 1);
}

#[test]
fn a_refusal_of_lambda_s_has_the_name_that_the_workflows_retry() {
    for (code, expected) in [
        (
            Some("TooManyRequestsException"),
            "Lambda.TooManyRequestsException",
        ),
        (Some("ServiceException"), "Lambda.ServiceException"),
        (Some("EC2ThrottledException"), "Lambda.AWSLambdaException"),
        (None, "Lambda.SdkClientException"),
    ] {
        assert_eq!(name(code), expected, "{code:?}");
    }
}

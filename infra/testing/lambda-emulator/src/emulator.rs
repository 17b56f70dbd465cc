//! Lambda's Runtime Interface Emulator with a function in it.

use std::fs::File;
use std::net::{SocketAddr, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use bytes::Bytes;
use components::Port;
use http::Request;
use quickbooks::{ReqwestTransport, Transport};
use serde_json::Value;

use crate::variable::required;

/// The function's timeout in the emulator; it is generous, since the machine may be busy.
const TIMEOUT: Duration = Duration::from_mins(1);

/// An emulator that does not listen by then does not work.
const PATIENCE: Duration = Duration::from_secs(20);

/// A function in the emulator. It starts at the first invocation, as in Lambda, and is gone when this is
/// dropped.
#[derive(Debug)]
pub struct Emulator {
    process: Child,
    address: SocketAddr,
    runtime_api: SocketAddr,
    _ports: [Port; 2],
    log: PathBuf,
    client: ReqwestTransport,
}

/// An answer of a function: its response, or its error with `errorType` and `errorMessage`.
#[derive(Clone, Debug)]
pub struct Answer(pub Value);

impl Answer {
    /// The contract's name of the error.
    pub fn error_type(&self) -> Option<&str> {
        self.0["errorType"].as_str()
    }
}

impl Emulator {
    /// A function of the template, in the environment that `variables` are.
    pub(crate) async fn start(function: &str, variables: &[(&str, String)]) -> Self {
        let emulator = Self::spawn(function, variables);
        emulator.wait_until_it_listens().await;
        emulator
    }

    fn spawn(function: &str, variables: &[(&str, String)]) -> Self {
        let port = || Port::free().expect("a free port");
        let ports = [port(), port()];
        let [address, runtime_api] = ports.each_ref().map(Port::address);
        let log = std::env::temp_dir().join(format!("lambda-emulator-{}.log", address.port()));
        let process = command(function, [address, runtime_api], &log)
            .envs(variables.iter().map(|(name, value)| (name, value)))
            .spawn()
            .expect("the emulator starts");
        let client = ReqwestTransport::new().expect("an HTTP client");
        Self {
            process,
            address,
            runtime_api,
            _ports: ports,
            log,
            client,
        }
    }

    /// Invokes the function and waits for its answer.
    pub async fn invoke(&self, event: &Value) -> Answer {
        self.invocation(event).await
    }

    /// Invokes the function with these bytes, JSON or not.
    pub async fn invoke_bytes(&self, event: Vec<u8>) -> Answer {
        self.invocation_of(event).await
    }

    /// An invocation that may go on beside the test.
    pub fn invocation(&self, event: &Value) -> impl Future<Output = Answer> + Send + 'static {
        self.invocation_of(event.to_string().into_bytes())
    }

    fn invocation_of(&self, event: Vec<u8>) -> impl Future<Output = Answer> + Send + 'static {
        let path = "/2015-03-31/functions/function/invocations";
        let request = Request::post(format!("http://{}{path}", self.address));
        let request = request.body(Bytes::from(event)).expect("a request");
        let (client, log) = (self.client.clone(), self.log.clone());
        async move {
            let response = client.send(request, TIMEOUT).await;
            let body = response.expect("the emulator answers").into_body();
            let text = String::from_utf8_lossy(&body);
            let answer = serde_json::from_str(&text);
            Answer(answer.unwrap_or_else(|_| panic!("no JSON: {text}\n{}", read(&log))))
        }
    }

    /// The processor time that the function has taken since it started.
    pub fn processor_time(&self) -> Duration {
        crate::processor::time_of(&self.own_variable()).expect("the function's process, on Linux")
    }

    /// The number of the function's process, which is another one after a restart.
    pub fn process(&self) -> u32 {
        crate::processor::number_of(&self.own_variable()).expect("the function's process, on Linux")
    }

    /// A variable that no other function has in its environment.
    fn own_variable(&self) -> String {
        format!("AWS_LAMBDA_RUNTIME_API={}", self.runtime_api)
    }

    /// All that the function and the emulator have logged so far.
    pub fn log(&self) -> String {
        read(&self.log)
    }

    /// The log's lines that are JSON objects: log lines and metrics documents.
    pub fn json_lines(&self) -> Vec<Value> {
        let log = self.log();
        let lines = log
            .lines()
            .filter_map(|line| serde_json::from_str(line).ok());
        lines.filter(Value::is_object).collect()
    }

    async fn wait_until_it_listens(&self) {
        let start = Instant::now();
        while TcpStream::connect(self.address).is_err() {
            let patient = start.elapsed() < PATIENCE;
            assert!(patient, "the emulator does not listen: {}", self.log());
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }
}

impl Drop for Emulator {
    fn drop(&mut self) {
        // The emulator ends with its input, and its function with it.
        drop(self.process.stdin.take());
        let _ = self.process.wait();
        let _ = std::fs::remove_file(&self.log);
    }
}

fn command(function: &str, addresses: [SocketAddr; 2], log: &Path) -> Command {
    let [address, runtime_api] = addresses;
    // As `sam build` leaves it in a build folder of its own.
    let bootstrap = format!("{function}/{function}/bootstrap");
    let bootstrap = Path::new(&required("FUNCTIONS")).join(bootstrap);
    let log = File::create(log).expect("a log file");
    let mut emulator = Command::new(required("RUNTIME_INTERFACE_EMULATOR"));
    emulator
        .args(["--runtime-interface-emulator-address", &address.to_string()])
        .args(["--runtime-api-address", &runtime_api.to_string()])
        .arg(bootstrap);
    let mut command = components::with_its_owner(&emulator);
    command
        .env_clear()
        .env("AWS_LAMBDA_FUNCTION_NAME", "rehearsed-function")
        .env("AWS_LAMBDA_FUNCTION_TIMEOUT", TIMEOUT.as_secs().to_string())
        .env("AWS_LAMBDA_LOG_FORMAT", "JSON")
        // The most a function can be made to say.
        .env("AWS_LAMBDA_LOG_LEVEL", "TRACE")
        .stdin(Stdio::piped())
        .stdout(log.try_clone().expect("a log file"))
        .stderr(log);
    command
}

fn read(log: &Path) -> String {
    let written = std::fs::read(log).expect("the log");
    String::from_utf8_lossy(&written).into_owned()
}

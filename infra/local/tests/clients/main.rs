//! The snippets of the pages, run as they are printed with Amazon's own clients against `serve`. Only the port, which
//! another test may have, and the stack's name, of which the page says that there is none here, are other ones.
#![allow(
    clippy::disallowed_methods,
    reason = "a test is given the machine's clock and environment"
)]
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that cannot go on has failed"
)]

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use components::AwsClients;

/// The folder of the project.
fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// The block of a page in this language that holds this text.
fn block(page: &str, language: &str, text: &str) -> String {
    let page = std::fs::read_to_string(root().join(page)).unwrap();
    let opening = format!("\n```{language}\n");
    let blocks = page.split(&opening).skip(1);
    let mut blocks = blocks.filter_map(|block| block.split("```").next());
    let found = blocks.find(|block| block.contains(text));
    found
        .unwrap_or_else(|| panic!("no {language} with {text}"))
        .to_owned()
}

/// The commands of a console block.
fn typed(block: &str) -> String {
    let lines = block
        .lines()
        .map(|line| line.strip_prefix("$ ").unwrap_or(line));
    lines.collect::<Vec<_>>().join("\n")
}

/// `serve`, in a folder with the clone's samples in it; ended when dropped.
struct Served {
    child: Child,
    url: String,
    folder: tempfile::TempDir,
    clients: AwsClients,
}

impl Served {
    fn start() -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_quickbooks-actions"))
            .args([
                "serve",
                "--port",
                "0",
                "--sandbox-port",
                "0",
                "--portal-port",
                "0",
                "--gateway-port",
                "0",
            ])
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut shown = String::new();
        let mut output = BufReader::new(child.stdout.take().unwrap());
        while !shown.contains("Ctrl-C") {
            assert_ne!(output.read_line(&mut shown).unwrap(), 0, "{shown}");
        }
        let line = shown
            .lines()
            .find(|line| line.starts_with("Functions"))
            .unwrap();
        let url = line.split_whitespace().nth(1).unwrap().to_owned();
        let folder = tempfile::tempdir().unwrap();
        std::os::unix::fs::symlink(root().join("functions"), folder.path().join("functions"))
            .unwrap();
        let clients = AwsClients::install().unwrap();
        let modules = folder.path().join("node_modules");
        std::os::unix::fs::symlink(clients.node_modules(), modules).unwrap();
        Self {
            child,
            url,
            folder,
            clients,
        }
    }

    /// A snippet as it is printed, but for the port and the stack.
    fn here(&self, snippet: &str) -> String {
        let port = snippet.replace("http://127.0.0.1:9400", &self.url);
        port.replace("quickbooks-actions-create", "create")
            .replace("$STACK-create", "create")
    }

    /// The text that a program prints, which has to end well; `first` is where its programs are looked for first.
    fn run(&self, mut command: Command, first: &Path) -> String {
        let path = std::env::var("PATH").unwrap();
        command
            .current_dir(self.folder.path())
            .env("PATH", format!("{}:{path}", first.display()))
            // As the page says to export them.
            .env("AWS_ENDPOINT_URL_LAMBDA", &self.url)
            .env("AWS_REGION", "us-east-1")
            .env("AWS_DEFAULT_REGION", "us-east-1")
            .env("AWS_ACCESS_KEY_ID", "local")
            .env("AWS_SECRET_ACCESS_KEY", "local");
        let output = command.output().unwrap();
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        assert!(output.status.success(), "{}", text(&output.stderr));
        text(&output.stdout)
    }

    fn shell(&self, commands: &str, first: &Path) -> String {
        let mut shell = Command::new("sh");
        shell.args(["-ec", &self.here(commands)]);
        self.run(shell, first)
    }

    fn python(&self, snippet: &str) -> String {
        let mut python = Command::new(self.clients.programs().join("python"));
        python.args(["-B", "-c", &self.here(snippet)]);
        self.run(python, &self.clients.programs())
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

const LOCAL: &str = "infra/local/README.md";
const ON_AWS: &str = "infra/README.md";

/// True for an answer about the sample deal.
fn is_booked(printed: &str) -> bool {
    printed.contains("created\"") && printed.contains("1480.00")
}

#[test]
fn the_commands_work_with_the_first_version_of_the_command_line_interface() {
    let served = Served::start();
    let first = served.clients.programs();
    for page in [LOCAL, ON_AWS] {
        let commands = typed(&block(page, "console", "$ cat response.json"));
        let printed = served.shell(&commands, &first);
        assert!(is_booked(&printed), "{page}: {printed}");
    }
}

/// Version 2 is in no registry of packages for Python; where a system has it, such as Debian's package, it is used. The
/// machines of the continuous integration have it.
#[test]
fn the_commands_work_with_the_second_version_of_the_command_line_interface() {
    let places = ["/usr/local/bin", "/usr/bin"].map(Path::new);
    let has_it = |place: &&Path| {
        let said = Command::new(place.join("aws")).arg("--version").output();
        said.is_ok_and(|said| said.stdout.starts_with(b"aws-cli/2"))
    };
    let Some(place) = places.into_iter().find(has_it) else {
        assert!(std::env::var_os("CI").is_none(), "there is no version 2");
        return;
    };
    let served = Served::start();
    // The other page's commands name no address, and Debian's version 2.9 takes none from the environment.
    let at = format!("aws lambda invoke --endpoint-url {}", served.url);
    for page in [LOCAL, ON_AWS] {
        let commands = typed(&block(page, "console", "$ cat response.json"));
        let commands = if commands.contains("--endpoint-url") {
            commands
        } else {
            commands.replace("aws lambda invoke", &at)
        };
        let printed = served.shell(&commands, place);
        assert!(is_booked(&printed), "{page}: {printed}");
    }
}

#[test]
fn the_snippets_for_python_work() {
    let served = Served::start();
    let printed = served.python(&block(LOCAL, "python", "boto3"));
    assert!(
        printed.starts_with("None ") && is_booked(&printed),
        "{printed}"
    );
    let printed = served.python(&block(ON_AWS, "python", "boto3"));
    assert!(printed.starts_with("http://127.0.0.1"), "{printed}");
}

#[test]
fn the_snippet_for_node_works() {
    let served = Served::start();
    let snippet = served.here(&block(ON_AWS, "js", "@aws-sdk/client-lambda"));
    std::fs::write(served.folder.path().join("invoice.mjs"), snippet).unwrap();
    let mut node = Command::new("node");
    node.arg("invoice.mjs");
    let printed = served.run(node, &served.clients.programs());
    assert!(printed.starts_with("http://127.0.0.1"), "{printed}");
}

#[test]
#[ignore = "it builds the AWS SDK from nothing, which takes minutes: `cargo xtask clients` runs it"]
fn the_snippet_for_rust_works() {
    let served = Served::start();
    let snippet = served.here(&block(ON_AWS, "rust", "aws_sdk_lambda"));
    let program = Command::new(served.clients.rust(&snippet).unwrap());
    let printed = served.run(program, &served.clients.programs());
    assert!(printed.starts_with("\"http://127.0.0.1"), "{printed}");
}

#[test]
fn the_command_without_any_tool_of_aws_works() {
    let served = Served::start();
    let commands = typed(&block(LOCAL, "console", "$ curl --data-binary"));
    let curl: Vec<&str> = commands
        .lines()
        .filter(|line| !line.starts_with("cargo"))
        .collect();
    let printed = served.shell(&curl.join("\n"), &served.clients.programs());
    assert!(is_booked(&printed), "{printed}");
}

//! The same work in Python and in Node.js, on the same components, in turns with the function.
//!
//! Their scripts are in `peers`. They do less: nothing is checked, matched or compared.

use std::path::{Path, PathBuf};

use lambda_emulator::Installation;

use super::Bench;
use super::timing::Timing;
use crate::figure::{Figure, median};
use crate::function::Function;

/// The interpreters with their clients.
pub(crate) struct Interpreters {
    /// The Python that has the clients.
    pub(crate) python: PathBuf,
    /// The folder from which Node.js finds the clients.
    pub(crate) node_modules: PathBuf,
}

impl Bench {
    pub(super) async fn peers(&self) -> Vec<Figure> {
        let interpreters = self.others.interpreters.as_ref();
        let interpreters = interpreters.expect("--python and --node-modules");
        let variables = self.variables_of_peers(&interpreters.node_modules);
        let scripts = Path::new(env!("CARGO_MANIFEST_DIR")).join("peers");
        let python = Function::of_script(&interpreters.python, &scripts.join("bootstrap.py"));
        let node = Function::of_script(Path::new("node"), &scripts.join("bootstrap.cjs"));
        let [python, node] = [python, node].map(|peer| peer.with(variables.clone()));
        let functions = [&self.function, &python, &node];
        let [ours, python, node] = self.times(functions).await;
        let mut figures = ours.figures(", beside the peers");
        figures.push(peak("ours", &ours));
        for (name, peer) in [("Python", &python), ("Node.js", &node)] {
            figures.extend(peer.figures(&format!(", {name}")));
            figures.push(peak(name, peer));
            figures.extend(ratios(name, peer, &ours));
        }
        figures
    }

    fn variables_of_peers(&self, node_modules: &Path) -> Vec<(&'static str, String)> {
        let Installation {
            sandbox, endpoints, ..
        } = &self.installation;
        let mut variables = self.installation.variables();
        variables.extend(endpoints.variables());
        variables.extend([
            ("REALM_ID", sandbox.realm_id().to_owned()),
            ("ACCESS_TOKEN", sandbox.credentials().access_token),
            ("CUSTOMER_ID", "1".to_owned()),
            ("ITEM_ID", "2".to_owned()),
            ("MODULES", node_modules.to_string_lossy().into_owned()),
            ("AWS_DEFAULT_REGION", "us-east-1".to_owned()),
            // The company is on this machine.
            ("OAUTHLIB_INSECURE_TRANSPORT", "1".to_owned()),
        ]);
        variables
    }
}

fn peak(name: &str, timing: &Timing) -> Figure {
    let name = format!("peak memory of a life, {name}");
    Figure::of_machine(&name, median(timing.memory.clone()), "kB")
}

/// The processor time of a peer by ours, by the medians.
fn ratios(name: &str, peer: &Timing, ours: &Timing) -> Vec<Figure> {
    let pairs = [
        ("start", &peer.ready, &ours.ready),
        ("start to first answer", &peer.answered, &ours.answered),
        ("warm invoice", &peer.warm, &ours.warm),
    ];
    let ratios = pairs.into_iter().map(|(what, theirs, ours)| {
        let ratio = median(theirs.clone()) / median(ours.clone());
        Figure::of_machine(&format!("{what}, {name} by ours"), ratio, "times")
    });
    ratios.collect()
}

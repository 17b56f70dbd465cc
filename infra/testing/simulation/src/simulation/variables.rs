//! The variables of the environment by which the tests do more than usual, or one thing alone.

use std::str::FromStr;

use crate::error::SimulationError;
use crate::simulation::Bounds;

/// The values of the variables; see the crate's documentation.
#[derive(Clone, Debug)]
pub struct Variables {
    /// `SIMULATION_RUNS`: the number of random runs.
    pub runs: u64,
    /// `SIMULATION_SEED`: the seed of random runs.
    pub seed: u64,
    /// `SIMULATION_RUN`: the number of the one random run to be run.
    pub run: Option<u64>,
    /// `SIMULATION_CASE`: the case that is explored.
    pub case: String,
    /// `SIMULATION_PATH`: the choices of the one run of that case to be run.
    pub path: Option<String>,
    /// `SIMULATION_FAULTS`, `…_FORGETTINGS`, `…_STALLS` and `…_LATE_EFFECTS`: the bounds of the exploration.
    pub bounds: Bounds,
    /// `SIMULATION_FAILED_ATTEMPTS`: the most failed attempts in a row of a lone worker.
    pub failed_attempts: u32,
}

impl Variables {
    /// Reads the environment; `usual` holds for what is not set.
    ///
    /// # Errors
    ///
    /// When a variable holds no number where one is wanted.
    pub fn read(usual: &Self) -> Result<Self, SimulationError> {
        #[expect(
            clippy::disallowed_methods,
            reason = "the one place where a run is chosen"
        )]
        let set = |name: &str| std::env::var_os(name).map(|value| value.to_string_lossy().into());
        usual.overridden(&set)
    }

    fn overridden(&self, set: &dyn Fn(&str) -> Option<String>) -> Result<Self, SimulationError> {
        let bounds = self.bounds;
        Ok(Self {
            runs: number(set, "SIMULATION_RUNS")?.unwrap_or(self.runs),
            seed: number(set, "SIMULATION_SEED")?.unwrap_or(self.seed),
            run: number(set, "SIMULATION_RUN")?.or(self.run),
            case: set("SIMULATION_CASE").unwrap_or_else(|| self.case.clone()),
            path: set("SIMULATION_PATH").or_else(|| self.path.clone()),
            bounds: Bounds {
                faults: number(set, "SIMULATION_FAULTS")?.unwrap_or(bounds.faults),
                forgettings: number(set, "SIMULATION_FORGETTINGS")?.unwrap_or(bounds.forgettings),
                stalls: number(set, "SIMULATION_STALLS")?.unwrap_or(bounds.stalls),
                late_effects: number(set, "SIMULATION_LATE_EFFECTS")?
                    .unwrap_or(bounds.late_effects),
            },
            failed_attempts: number(set, "SIMULATION_FAILED_ATTEMPTS")?
                .unwrap_or(self.failed_attempts),
        })
    }
}

fn number<N: FromStr>(
    set: &dyn Fn(&str) -> Option<String>,
    name: &'static str,
) -> Result<Option<N>, SimulationError> {
    let Some(value) = set(name) else {
        return Ok(None);
    };
    value
        .parse()
        .map(Some)
        .map_err(|_| SimulationError::Variable { name, value })
}

#[cfg(test)]
mod tests {
    use super::Variables;
    use crate::simulation::Bounds;

    const USUAL: Variables = Variables {
        runs: 200,
        seed: 7,
        run: None,
        case: String::new(),
        path: None,
        bounds: Bounds {
            faults: 1,
            forgettings: 0,
            stalls: 0,
            late_effects: 0,
        },
        failed_attempts: 20,
    };

    #[test]
    fn a_variable_that_is_set_replaces_the_usual_value() {
        let set = |name: &str| (name == "SIMULATION_FAULTS").then(|| "2".to_owned());
        let read = USUAL.overridden(&set).unwrap();
        assert_eq!((read.bounds.faults, read.runs), (2, 200));
    }

    #[test]
    fn a_value_that_is_no_number_is_named_with_its_variable() {
        let set = |name: &str| (name == "SIMULATION_RUNS").then(|| "many".to_owned());
        let error = USUAL.overridden(&set).unwrap_err();
        assert_eq!(
            error.to_string(),
            "SIMULATION_RUNS is \"many\", which is no number"
        );
    }
}

//! From the rows of the registry to what is asked of an action.

/// Makes `RegisteredAction` of rows: the crate, the type in it that is the action, and what it does.
macro_rules! registry {
    ($($package:ident::$action:ident: $summary:literal;)+) => {
        /// An action of the registry.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[allow(
            clippy::enum_variant_names,
            reason = "a variant has the name of its action, and all that book are called create-…"
        )]
        pub enum RegisteredAction {
            $(#[doc = $summary] $action,)+
        }

        impl RegisteredAction {
            /// Every action, in the order in which they are shown.
            pub const ALL: &'static [Self] = &[$(Self::$action),+];

            /// The action's name, which is its folder's under `functions/`.
            pub const fn name(self) -> &'static str {
                match self {
                    $(Self::$action => <$package::$action as actions::Action>::NAME,)+
                }
            }

            /// The name of the action's type, which is its function's in `template.yaml`.
            pub const fn type_name(self) -> &'static str {
                match self {
                    $(Self::$action => stringify!($action),)+
                }
            }

            /// The action in a sentence, without a full stop.
            pub const fn summary(self) -> &'static str {
                match self {
                    $(Self::$action => $summary,)+
                }
            }

            /// The documents it makes, in the order in which they are made.
            pub const fn documents(self) -> actions::Documents {
                match self {
                    $(Self::$action => <$package::$action as actions::Action>::DOCUMENTS,)+
                }
            }

            /// The types of the records it takes.
            pub const fn records(self) -> &'static [hubspot::ObjectType] {
                match self {
                    $(Self::$action => <$package::$action as actions::Action>::RECORDS,)+
                }
            }

            /// The names of the options that are its own, beside those common to all actions.
            pub fn options(self) -> &'static [&'static str] {
                match self {
                    $(Self::$action => {
                        serde_aux::serde_introspection::serde_introspect::<
                            <$package::$action as actions::Action>::Options,
                        >()
                    })+
                }
            }

            /// Checks the options of a request without running it.
            ///
            /// # Errors
            ///
            /// An option that the action does not have, or whose value has another form.
            pub fn check_options(
                self,
                options: &serde_json::Map<String, serde_json::Value>,
            ) -> Result<(), actions::ActionError> {
                match self {
                    $(Self::$action => {
                        actions::options::read::<<$package::$action as actions::Action>::Options>(
                            options,
                            &[],
                        )
                        .map(|_| ())
                    })+
                }
            }

            /// Runs the action on an event, and comes back before `deadline`.
            ///
            /// # Errors
            ///
            /// Every error of the contract; see [`actions::ActionError`].
            pub async fn run<S, T, E>(
                self,
                engine: &actions::Engine<S, T, E>,
                event: &[u8],
                deadline: jiff::Timestamp,
            ) -> Result<actions::Response, actions::ActionError>
            where
                S: actions::pipeline::Store,
                T: quickbooks::Transport + Send + Sync,
                E: actions::books::environment::Environment,
            {
                match self {
                    $(Self::$action => {
                        actions::run::<$package::$action, S, T, E>(engine, event, deadline).await
                    })+
                }
            }
        }
    };
}

pub(crate) use registry;

//! The faults that a request can meet.

/// A fault of one request to QuickBooks, to Intuit's token endpoint, to HubSpot or to the store.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, strum::Display, strum::VariantArray,
)]
pub enum Fault {
    /// It fails before it has an effect, and the caller is told that.
    #[strum(to_string = "fails before the effect")]
    NotSent,
    /// It never arrives, and the caller cannot tell.
    #[strum(to_string = "is lost on the way")]
    LostBefore,
    /// It has its effect, and the answer is lost.
    #[strum(to_string = "takes effect, and the answer is lost")]
    LostAfter,
    /// It has its effect, and a gateway answers in QuickBooks' place that it is unavailable (503).
    #[strum(to_string = "takes effect, and a gateway answers 503")]
    Gateway,
    /// The process dies before it is sent.
    #[strum(to_string = "is not sent, since the process dies")]
    DiesBefore,
    /// The process dies after its effect, before the answer.
    #[strum(to_string = "takes effect, and the process dies")]
    DiesAfter,
    /// It has its effect, and the answer comes after the caller's time is up.
    #[strum(to_string = "takes effect, and the answer comes too late")]
    LateAnswer,
    /// It is under way for long: the caller gives up, and the effect comes some time after that.
    #[strum(to_string = "takes effect after the caller gave up")]
    LateEffect,
    /// It is under way when the process dies, and the effect comes some time after that.
    #[strum(to_string = "takes effect after the process died")]
    DiesWithLateEffect,
    /// QuickBooks no longer takes the access token, before it is due.
    #[strum(to_string = "is refused for its access token")]
    Unauthorized,
    /// The store's client sends it twice, since the first answer was lost, and hands on the second.
    #[strum(to_string = "takes effect, and is sent once more by the store's client")]
    Repeated,
    /// HubSpot's quota is used up (429).
    #[strum(to_string = "is refused, since HubSpot's quota is used up")]
    QuotaUsedUp,
    /// HubSpot fails (500).
    #[strum(to_string = "is answered by HubSpot's failure")]
    Failed,
    /// HubSpot is at work on the object (423).
    #[strum(to_string = "is refused, since HubSpot has locked the object")]
    Locked,
    /// HubSpot moves the account (477).
    #[strum(to_string = "is refused, since HubSpot moves the account")]
    Moving,
    /// HubSpot's edge answers with a page of its own (502).
    #[strum(to_string = "is answered by a page of HubSpot's edge")]
    Page,
    /// The answer breaks off, and what came looks whole.
    #[strum(to_string = "is answered in part")]
    Truncated,
}

/// A kind of request, as far as faults depend on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum RequestKind {
    /// A read of the store.
    StoreRead,
    /// A write to the store.
    StoreWrite,
    /// A write to the store on a condition, which the store's client may repeat.
    ConditionalWrite,
    /// A read of the company.
    QuickBooksRead,
    /// A write to the company.
    QuickBooksWrite,
    /// A read of the store's part for tokens.
    TokenRead,
    /// A write to the store's part for tokens.
    TokenWrite,
    /// A refresh of the tokens at Intuit.
    TokenRefresh,
    /// A read of HubSpot.
    HubSpotRead,
}

impl RequestKind {
    /// The faults that make a difference. What has no effect cannot fail after it, so of a read the faults
    /// after the effect are those before it; and a store that does not answer is to its caller the same as
    /// one that cannot be reached.
    pub(crate) const fn faults(self) -> &'static [Fault] {
        use Fault::{
            DiesAfter, DiesBefore, DiesWithLateEffect, Failed, Gateway, LateAnswer, LateEffect,
            Locked, LostAfter, LostBefore, Moving, NotSent, Page, QuotaUsedUp, Repeated, Truncated,
            Unauthorized,
        };
        match self {
            Self::StoreRead | Self::TokenRead => &[NotSent, DiesBefore, LateAnswer],
            Self::StoreWrite | Self::TokenWrite => &[
                NotSent,
                LostAfter,
                DiesBefore,
                DiesAfter,
                LateAnswer,
                LateEffect,
                DiesWithLateEffect,
            ],
            Self::ConditionalWrite => &[
                NotSent,
                LostAfter,
                DiesBefore,
                DiesAfter,
                LateAnswer,
                LateEffect,
                DiesWithLateEffect,
                Repeated,
            ],
            Self::QuickBooksRead => &[NotSent, LostBefore, DiesBefore, LateAnswer, Unauthorized],
            Self::QuickBooksWrite => &[
                NotSent,
                LostBefore,
                LostAfter,
                Gateway,
                DiesBefore,
                DiesAfter,
                LateAnswer,
                LateEffect,
                DiesWithLateEffect,
                Unauthorized,
            ],
            Self::TokenRefresh => &[
                NotSent,
                LostBefore,
                LostAfter,
                DiesBefore,
                DiesAfter,
                LateAnswer,
                LateEffect,
                DiesWithLateEffect,
            ],
            Self::HubSpotRead => &[
                NotSent,
                LostBefore,
                DiesBefore,
                LateAnswer,
                QuotaUsedUp,
                Failed,
                Locked,
                Moving,
                Page,
                Truncated,
            ],
        }
    }

    /// `true` if the request goes to the company, whose answer depends on the company alone; that of the
    /// others depends on the store, or on the tokens.
    pub(crate) const fn is_of_quickbooks(self) -> bool {
        matches!(self, Self::QuickBooksRead | Self::QuickBooksWrite)
    }

    /// `true` if the request is about tokens: what a process remembers from one invocation to the next
    /// depends on the answers to these alone.
    pub(crate) const fn is_of_tokens(self) -> bool {
        matches!(
            self,
            Self::TokenRead | Self::TokenWrite | Self::TokenRefresh
        )
    }
}

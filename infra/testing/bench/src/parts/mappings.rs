//! An invoice beside many mappings: what is read is read by its key, so their number must not count.

use jiff::Timestamp;
use lambda_emulator::connection;
use storage::{Mapping, MappingKey, MappingKind, Mappings as _};

use super::{Bench, instructions};
use crate::figure::Figure;

/// Mappings of products that no deal names.
const MANY: usize = 100_000;

/// Mappings that are written at once.
const AT_ONCE: usize = 1_000;

impl Bench {
    /// Leaves the mappings behind, which by then are of no matter to the other parts.
    pub(super) async fn mappings(&self) -> Vec<Figure> {
        let few = self.each(&self.function, |count| self.deals(count, 1));
        let few = few.await;
        for first in (0..MANY).step_by(AT_ONCE) {
            let mappings: Vec<_> = (first..first + AT_ONCE).map(mapping).collect();
            let store = &self.installation.store;
            let written = store.put_mappings(&connection(), &mappings).await;
            written.expect("mappings are written");
        }
        let many = self.each(&self.function, |count| self.deals(count, 1));
        vec![
            instructions("warm invoice beside 3 mappings", few),
            instructions("warm invoice beside 100,000 mappings", many.await),
        ]
    }
}

fn mapping(number: usize) -> Mapping {
    Mapping {
        key: MappingKey {
            kind: MappingKind::Product,
            source: format!("product:{}", 9_000_000 + number),
        },
        quickbooks_id: number.to_string(),
        name: format!("Product {number}"),
        mapped_at: Timestamp::UNIX_EPOCH,
    }
}

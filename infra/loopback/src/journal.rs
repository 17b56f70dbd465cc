//! The requests to a stand-in, in order: the witness of every test that says "one request, one document".

/// The latest entries that are kept, and at most as many again: a server that runs for days must not hold every request of
/// theirs in memory.
const KEPT: usize = 10_000;

/// The latest entries.
#[derive(Debug)]
pub struct Journal<E> {
    entries: Vec<E>,
    /// The number of those before them.
    forgotten: usize,
}

impl<E> Default for Journal<E> {
    fn default() -> Self {
        Self {
            entries: Vec::new(),
            forgotten: 0,
        }
    }
}

impl<E> Journal<E> {
    /// Appends an entry, which is made with its number, and returns this: 1, 2, 3 … in the order of arrival.
    pub fn open(&mut self, entry: impl FnOnce(u64) -> E) -> u64 {
        if self.entries.len() == 2 * KEPT {
            self.entries.drain(..KEPT);
            self.forgotten += KEPT;
        }
        let number = (self.forgotten + self.entries.len() + 1) as u64;
        self.entries.push(entry(number));
        number
    }

    /// The entry of that number, unless it is forgotten by now.
    pub fn entry(&mut self, number: u64) -> Option<&mut E> {
        let index = usize::try_from(number)
            .ok()?
            .checked_sub(self.forgotten + 1)?;
        self.entries.get_mut(index)
    }

    /// The entries that are kept, in order.
    pub fn entries(&self) -> &[E] {
        &self.entries
    }

    /// Forgets all entries; numbers go on.
    pub fn clear(&mut self) {
        self.forgotten += self.entries.len();
        self.entries.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::{Journal, KEPT};

    #[test]
    fn an_entry_is_found_by_its_number_until_it_is_cleared_away() {
        let mut journal = Journal::default();
        assert_eq!(journal.open(|number| (number, "a")), 1);
        assert_eq!(journal.open(|number| (number, "b")), 2);
        journal.clear();
        assert_eq!(journal.open(|number| (number, "c")), 3);
        assert_eq!(journal.entries(), [(3, "c")]);
        assert_eq!(journal.entry(3), Some(&mut (3, "c")));
        for number in [0, 1, 2, 4] {
            assert_eq!(journal.entry(number), None, "{number}");
        }
    }

    #[test]
    fn the_latest_entries_are_kept_under_their_numbers_and_not_all_there_ever_were() {
        let mut journal = Journal::default();
        for _ in 0..10 * KEPT {
            journal.open(|number| number);
            assert!(journal.entries().len() <= 2 * KEPT);
        }
        let last = 10 * KEPT as u64;
        for number in [last, last - KEPT as u64 + 1] {
            assert_eq!(journal.entry(number), Some(&mut number.clone()));
        }
        assert_eq!(journal.entry(1), None);
    }
}

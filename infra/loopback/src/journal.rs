//! The requests to a stand-in, in order: the witness of every test that says "one request, one document".

/// The entries so far.
#[derive(Debug)]
pub struct Journal<E> {
    entries: Vec<E>,
    /// The number of those that were cleared away.
    cleared: usize,
}

impl<E> Default for Journal<E> {
    fn default() -> Self {
        Self {
            entries: Vec::new(),
            cleared: 0,
        }
    }
}

impl<E> Journal<E> {
    /// Appends an entry, which is made with its number, and returns this: 1, 2, 3 … in the order of arrival.
    pub fn open(&mut self, entry: impl FnOnce(u64) -> E) -> u64 {
        let number = (self.cleared + self.entries.len() + 1) as u64;
        self.entries.push(entry(number));
        number
    }

    /// The entry of that number, unless it was cleared away meanwhile.
    pub fn entry(&mut self, number: u64) -> Option<&mut E> {
        let index = usize::try_from(number).ok()?.checked_sub(self.cleared + 1)?;
        self.entries.get_mut(index)
    }

    /// The entries that are kept, in order.
    pub fn entries(&self) -> &[E] {
        &self.entries
    }

    /// Forgets all entries; numbers go on.
    pub fn clear(&mut self) {
        self.cleared += self.entries.len();
        self.entries.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::Journal;

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
}

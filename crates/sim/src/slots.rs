//! Numbered places for things that wait: whoever only carries a thing carries its number.

/// Things under small numbers, which are given anew once they are free. What is in a free place
/// stays there until it is overwritten: emptying it would cost more than it frees.
#[derive(Debug)]
pub(crate) struct Slots<T> {
    things: Vec<T>,
    free: Vec<u32>,
}

impl<T: Clone> Slots<T> {
    pub(crate) const fn new() -> Self {
        Self { things: Vec::new(), free: Vec::new() }
    }

    pub(crate) fn put(&mut self, thing: T) -> u32 {
        match self.free.pop() {
            Some(slot) => {
                self.things[slot as usize] = thing;
                slot
            }
            None => {
                self.things.push(thing);
                (self.things.len() - 1) as u32
            }
        }
    }

    /// What is under a number that was given and is not free again.
    pub(crate) fn get(&self, slot: u32) -> &T {
        &self.things[slot as usize]
    }

    /// The same, and the number is free.
    pub(crate) fn take(&mut self, slot: u32) -> T {
        self.free.push(slot);
        self.things[slot as usize].clone()
    }

    /// The number is free.
    pub(crate) fn free(&mut self, slot: u32) {
        self.free.push(slot);
    }
}

#[cfg(test)]
mod tests {
    use super::Slots;

    #[test]
    fn a_number_is_given_anew_only_once_it_is_free() {
        let mut slots = Slots::new();
        let (a, b) = (slots.put('a'), slots.put('b'));
        assert_eq!(slots.take(a), 'a');
        let c = slots.put('c');
        assert_eq!((c, *slots.get(b), *slots.get(c)), (a, 'b', 'c'));
        slots.free(b);
        let (d, e) = (slots.put('d'), slots.put('e'));
        assert_eq!((d, *slots.get(d), *slots.get(e)), (b, 'd', 'e'));
    }
}

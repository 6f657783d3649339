//! A list of heights that grows at its end, in which a height can rise and the highest of any
//! stretch is found in logarithmic time: a tournament tree.

/// The heights, and above them the higher of each two, and so on.
#[derive(Debug, Default)]
pub(super) struct Peaks(Vec<Vec<u32>>);

impl Peaks {
    /// How many heights there are.
    pub(super) fn len(&self) -> usize {
        self.0.first().map_or(0, Vec::len)
    }

    /// Adds a height at the end.
    pub(super) fn push(&mut self, height: u32) {
        let place = self.len();
        if self.0.is_empty() {
            self.0.push(Vec::new());
        }
        self.0[0].push(height);
        self.carry(place);
    }

    /// Lets the height in a place rise.
    pub(super) fn rise(&mut self, place: usize, height: u32) {
        self.0[0][place] = height;
        self.carry(place);
    }

    /// Tells the levels above what has changed in a place.
    fn carry(&mut self, mut place: usize) {
        let mut level = 0;
        while self.0[level].len() > 1 {
            let pair = &self.0[level][place & !1..];
            let higher = pair[0].max(pair.get(1).copied().unwrap_or_default());
            place /= 2;
            level += 1;
            if level == self.0.len() {
                self.0.push(Vec::new());
            }
            let above = &mut self.0[level];
            match above.get_mut(place) {
                Some(known) => *known = higher,
                None => above.push(higher),
            }
        }
    }

    /// The highest of the first `count`, one place left out; zero if there is none.
    pub(super) fn highest(&self, count: usize, left_out: Option<usize>) -> u32 {
        match left_out.filter(|place| *place < count) {
            Some(place) => self.within(0, place).max(self.within(place + 1, count)),
            None => self.within(0, count),
        }
    }

    fn within(&self, mut from: usize, mut to: usize) -> u32 {
        let mut highest = 0;
        for heights in &self.0 {
            if from >= to {
                break;
            }
            if from % 2 == 1 {
                highest = highest.max(heights[from]);
                from += 1;
            }
            if to % 2 == 1 {
                to -= 1;
                highest = highest.max(heights[to]);
            }
            from /= 2;
            to /= 2;
        }
        highest
    }
}

#[cfg(test)]
mod tests {
    use super::Peaks;

    #[test]
    fn the_highest_of_every_stretch_is_what_a_look_at_each_of_them_finds() {
        let (mut peaks, mut heights): (Peaks, Vec<u32>) = Default::default();
        for step in 0..70_u32 {
            peaks.push(step * 37 % 101);
            heights.push(step * 37 % 101);
            let rising = (step * 13 % (step + 1)) as usize;
            heights[rising] += step;
            peaks.rise(rising, heights[rising]);
            for count in 0..=heights.len() {
                for left_out in 0..=heights.len() {
                    let others = heights[..count].iter().enumerate().filter(|(place, _)| *place != left_out);
                    let highest = others.map(|(_, height)| *height).max().unwrap_or_default();
                    assert_eq!(peaks.highest(count, Some(left_out)), highest);
                }
                assert_eq!(peaks.highest(count, None), heights[..count].iter().copied().max().unwrap_or_default());
            }
        }
    }
}

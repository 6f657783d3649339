//! Places on a plane from the distances between them.
//!
//! Classical scaling first (W. S. Torgerson, "Multidimensional Scaling: I. Theory and Method",
//! Psychometrika 17, 1952): exact where the plane can hold the distances. Then stress majorization
//! (E. R. Gansner, Y. Koren, S. North, "Graph Drawing by Stress Majorization", GD 2004) with every
//! distance weighed by one over its square, so that each is off by about the same share.

type Place = (f64, f64);

/// Rounds of stress majorization; no map that was looked at moves visibly after a hundred.
const ROUNDS: usize = 200;
/// Rounds of the power method.
const TURNS: usize = 100;

/// Places whose distances are as near to those asked for as a plane allows; the longest way lies level,
/// and the first place to the left, the second above the middle.
pub(super) fn flatten(apart: &[Vec<f64>]) -> Vec<Place> {
    let mut places = classical(apart);
    for _ in 0..ROUNDS {
        for index in 0..places.len() {
            places[index] = pulled(&places, apart, index);
        }
    }
    turned(&places)
}

/// By how much of itself a distance is off, on average over all pairs; nothing where there are none.
pub(super) fn off(places: &[Place], apart: &[Vec<f64>]) -> f64 {
    let pairs = || (0..places.len()).flat_map(|a| (0..a).map(move |b| (a, b)));
    let wanted = |(a, b): (usize, usize)| apart[a][b];
    // Maps are drawn to whatever scale fills the page; this one fits best.
    let ratio = |pair: (usize, usize)| length(places[pair.0], places[pair.1]) / wanted(pair);
    let known = || pairs().filter(|pair| wanted(*pair) > 0.0);
    let count = known().count();
    if count == 0 {
        return 0.0;
    }
    let (sum, squares) =
        known().map(ratio).fold((0.0, 0.0), |(sum, squares), ratio| (sum + ratio, squares + ratio * ratio));
    let scale = if squares > 0.0 { sum / squares } else { 1.0 };
    known().map(|pair| (ratio(pair) * scale - 1.0).abs()).sum::<f64>() / count as f64
}

fn length(a: Place, b: Place) -> f64 {
    ((a.0 - b.0) * (a.0 - b.0) + (a.1 - b.1) * (a.1 - b.1)).sqrt()
}

/// Where a place goes if every other pulls or pushes it to its own distance.
fn pulled(places: &[Place], apart: &[Vec<f64>], index: usize) -> Place {
    let own = places[index];
    let (mut sum, mut x, mut y) = (0.0, 0.0, 0.0);
    for (other, place) in places.iter().enumerate().filter(|(other, _)| *other != index) {
        let wanted = apart[index][other].max(1e-3);
        let now = length(own, *place).max(1e-9);
        let weight = 1.0 / (wanted * wanted);
        sum += weight;
        x += weight * (place.0 + wanted * (own.0 - place.0) / now);
        y += weight * (place.1 + wanted * (own.1 - place.1) / now);
    }
    if sum > 0.0 { (x / sum, y / sum) } else { own }
}

/// The two longest axes of the squared distances, centred.
fn classical(apart: &[Vec<f64>]) -> Vec<Place> {
    let count = apart.len();
    let squared = |a: usize, b: usize| apart[a][b] * apart[a][b];
    let share = 1.0 / count.max(1) as f64;
    let of_row: Vec<f64> = (0..count).map(|a| (0..count).map(|b| squared(a, b)).sum::<f64>() * share).collect();
    let of_all = of_row.iter().sum::<f64>() * share;
    let mut centred: Vec<Vec<f64>> = (0..count)
        .map(|a| (0..count).map(|b| -0.5 * (squared(a, b) - of_row[a] - of_row[b] + of_all)).collect())
        .collect();
    let x = axis(&mut centred, 1.0);
    let y = axis(&mut centred, -1.0);
    x.into_iter().zip(y).collect()
}

/// The longest axis of a symmetric matrix, by the power method, as long as its root; it is taken out.
fn axis(matrix: &mut [Vec<f64>], tilt: f64) -> Vec<f64> {
    let count = matrix.len();
    // No two parts alike, so that it lies across no axis by chance.
    let mut vector: Vec<f64> = (0..count).map(|at| 1.0 + tilt * at as f64 + 0.1 * (at * at) as f64).collect();
    let mut long = 0.0;
    for _ in 0..TURNS {
        let next: Vec<f64> = matrix.iter().map(|row| row.iter().zip(&vector).map(|(a, b)| a * b).sum()).collect();
        long = next.iter().map(|part: &f64| part * part).sum::<f64>().sqrt();
        if long < 1e-12 {
            return vec![0.0; count];
        }
        vector = next.iter().map(|part| part / long).collect();
    }
    for (a, row) in matrix.iter_mut().enumerate() {
        for (b, cell) in row.iter_mut().enumerate() {
            *cell -= long * vector[a] * vector[b];
        }
    }
    vector.iter().map(|part| part * long.sqrt()).collect()
}

/// The same places about their middle, their longest way level.
fn turned(places: &[Place]) -> Vec<Place> {
    let share = 1.0 / places.len().max(1) as f64;
    let (x, y) = places.iter().fold((0.0, 0.0), |(x, y), place| (x + place.0 * share, y + place.1 * share));
    let about: Vec<Place> = places.iter().map(|place| (place.0 - x, place.1 - y)).collect();
    let sum = |of: fn(&Place) -> f64| about.iter().map(of).sum::<f64>();
    let (xx, yy, xy) = (sum(|place| place.0 * place.0), sum(|place| place.1 * place.1), sum(|place| place.0 * place.1));
    // Half the angle of (xx − yy, 2 xy), by its cosine.
    let (twice_x, twice_y) = (xx - yy, 2.0 * xy);
    let long = (twice_x * twice_x + twice_y * twice_y).sqrt();
    let cos_twice = if long > 0.0 { twice_x / long } else { 1.0 };
    let (cos, sin) = (((1.0 + cos_twice) / 2.0).sqrt(), ((1.0 - cos_twice) / 2.0).max(0.0).sqrt());
    let sin = if twice_y < 0.0 { -sin } else { sin };
    let level: Vec<Place> = about.iter().map(|(x, y)| (x * cos + y * sin, y * cos - x * sin)).collect();
    let flip = |side: Option<f64>| if side.is_some_and(|side| side > 0.0) { -1.0 } else { 1.0 };
    let (across, down) = (flip(level.first().map(|place| place.0)), flip(level.get(1).map(|place| place.1)));
    level.iter().map(|(x, y)| (x * across, y * down)).collect()
}

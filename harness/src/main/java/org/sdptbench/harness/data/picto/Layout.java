package org.sdptbench.harness.data.picto;

/**
 * How objects are placed.
 *
 * @param least fewest labelled objects of a scene
 * @param most most labelled objects
 * @param smallest shortest length of an object's longer side, as a part of the picture's
 * @param largest longest
 * @param turn largest rotation to either side in degrees
 * @param outside largest part of an object's extent, along an axis, beyond the picture's edge
 * @param visible smallest part of an object that must be seen: an object is never drawn where it
 *     would hide more of another
 */
record Layout(
    int least,
    int most,
    double smallest,
    double largest,
    double turn,
    double outside,
    double visible) {

  Layout objects(int fewest, int greatest) {
    return new Layout(fewest, greatest, smallest, largest, turn, outside, visible);
  }

  Layout sizes(double shortest, double longest) {
    return new Layout(least, most, shortest, longest, turn, outside, visible);
  }
}

package org.sdptbench.harness.data;

/**
 * A detected object.
 *
 * @param imageId id of its image
 * @param categoryId id of its category
 * @param box its box in pixels of the original image
 * @param score confidence from 0 to 1
 */
public record Detection(long imageId, int categoryId, Box box, double score) {}

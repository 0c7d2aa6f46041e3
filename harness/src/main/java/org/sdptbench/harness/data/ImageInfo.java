package org.sdptbench.harness.data;

/**
 * An image of a data set.
 *
 * @param id image id as in the annotation file
 * @param fileName file name relative to the image folder, or the name of a rendered scene
 * @param width width in pixels
 * @param height height in pixels
 */
public record ImageInfo(long id, String fileName, int width, int height) {}

package org.sdptbench.harness.data;

/**
 * A class of objects.
 *
 * @param id category id as in the annotation file; not necessarily contiguous
 * @param name name as in the annotation file
 */
public record Category(int id, String name) {}

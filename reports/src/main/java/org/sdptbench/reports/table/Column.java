package org.sdptbench.reports.table;

/**
 * A column of a table.
 *
 * @param group what several columns have in common, e.g. a suite; empty if nothing
 * @param label what stands above it
 * @param quantity what it measures
 * @param ranked whether its best and second best cells are marked
 */
public record Column(String group, String label, Quantity quantity, boolean ranked) {}

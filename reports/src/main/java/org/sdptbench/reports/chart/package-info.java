/**
 * Charts, and the data behind them.
 *
 * <p>{@link org.sdptbench.reports.chart.Charts} makes the charts that a spec asks for, by the words
 * of {@link org.sdptbench.reports.record.ChartKind}, or those that fit what it varies. Each is a
 * {@link org.sdptbench.reports.chart.Figure}: a chart with its caption and its data as a table. A
 * row has one colour and one mark in every chart of a report, by the order of the plan ({@link
 * org.sdptbench.reports.chart.MethodStyles}), from a palette that colour-blind readers can tell
 * apart. All text is drawn as outlines of a font that comes with the program, so a chart looks the
 * same on every machine.
 *
 * <p>XChart draws the axes where both are numbers. Where one has rows, levels or panels instead, a
 * {@code Pen} draws on an empty XChart: {@code RowChart} (rows with marks), {@code LineChart}
 * (lines over a few places) and {@code RankFigure}. A value that does not exist is not drawn; what
 * diverged is a cross; the caption names what has no value, and why.
 */
@NullMarked
package org.sdptbench.reports.chart;

import org.jspecify.annotations.NullMarked;

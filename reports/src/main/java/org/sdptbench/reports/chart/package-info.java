/**
 * Charts, and the data behind them.
 *
 * <p>A {@link org.sdptbench.reports.chart.Figure} is a chart with its caption and its data as a
 * table; {@link org.sdptbench.reports.chart.ParetoFigure} and {@link
 * org.sdptbench.reports.chart.CurveFigure} make them. A method has one colour and one mark in every
 * chart of a report ({@link org.sdptbench.reports.chart.MethodStyles}), from a palette that
 * colour-blind readers can tell apart. All text is drawn as outlines of a font that comes with the
 * program, so a chart looks the same on every machine.
 */
@NullMarked
package org.sdptbench.reports.chart;

import org.jspecify.annotations.NullMarked;

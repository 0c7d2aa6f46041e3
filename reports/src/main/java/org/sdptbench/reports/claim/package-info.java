/**
 * What of the paper held: claims as tests over run records.
 *
 * <p>A {@link org.sdptbench.reports.record.Claim} is a sentence with a {@linkplain
 * org.sdptbench.reports.record.ClaimTest test} of one of five kinds; {@code
 * experiments/claims.yaml} holds those of the paper, and a plan carries the ones that are about its
 * specs. {@link org.sdptbench.reports.claim.EvaluatedClaims#of} holds them against records.
 *
 * <h2>Verdicts</h2>
 *
 * <p>A claim has one or more parts, e.g. one for each method that it says is beaten. It is
 * <em>supported</em> if every part is, <em>contradicted</em> if any part is, <em>not run</em> if no
 * part has runs, and else <em>inconclusive</em>.
 *
 * <p>A part of kind {@code better-than}, {@code better-than-before} or {@code cheaper-than} is
 * decided by paired differences (of costs: of their logarithms) from complete pairs only. Where the
 * claim is about several data sets these are the repetitions, each with the mean of its seeds: the
 * effect is that of {@link org.sdptbench.reports.stats.HierarchicalEffect}, and speaks of tasks of
 * this kind. Where it is about one data set the seeds are, and the effect speaks of that data set
 * only. The part is supported if the 95 % t interval lies above zero and the p value of the same t
 * test is at most 0.05 after Holm's correction for all parts of the claim, those included that have
 * not run; contradicted if that holds below zero; else inconclusive.
 *
 * <p>It takes three repetitions, because with two the interval would rest on one degree of freedom,
 * and two seeds on every task, because one seed gives a method the same initial tokens on all
 * tasks, so that its luck cannot be told from the method. With fewer the part is inconclusive and
 * says so, whatever its numbers.
 *
 * <p>What follows from the method and the task alone (numbers of parameters, bytes) needs no
 * repetition: {@code cheaper-than} must then hold in every pair of runs, {@code at-most} in every
 * run. {@code returns-exactly} asks for every metric to be the same to the last bit.
 *
 * <p>Claims are not corrected for each other: of twenty claims that are wrong, one may come out as
 * supported by chance. Nor are verdicts that are looked at while runs come in corrected for the
 * number of looks.
 */
@NullMarked
package org.sdptbench.reports.claim;

import org.jspecify.annotations.NullMarked;

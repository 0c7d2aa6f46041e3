package org.sdptbench.reports.claim;

import java.util.List;
import org.sdptbench.reports.record.Claim;

/**
 * A claim with what the runs say of it.
 *
 * @param claim the claim
 * @param verdict the verdict: supported if all parts are, contradicted if any is
 * @param reason why, in one sentence without a full stop; empty if supported
 * @param evidence its parts, in the order of the claim
 * @param completed number of planned cells of its rows and tasks that completed
 * @param planned number of these cells
 */
public record EvaluatedClaim(
    Claim claim,
    Verdict verdict,
    String reason,
    List<Evidence> evidence,
    int completed,
    int planned) {
  /** Copies. */
  public EvaluatedClaim {
    evidence = List.copyOf(evidence);
  }
}

package org.sdptbench.glip.weights;

import java.io.IOException;
import java.util.List;
import java.util.function.UnaryOperator;
import org.sdptbench.glip.names.NearestName;

/**
 * A checkpoint that is not one of the model. Holds everything that does not fit; the message shows
 * the first {@value #SHOWN} of each kind.
 */
public final class StateDictMismatchException extends IOException {

  private static final long serialVersionUID = 1;

  private static final int SHOWN = 5;

  private final transient List<String> missing;
  private final transient List<String> surplus;
  private final transient List<String> misshapen;

  StateDictMismatchException(
      String source, List<String> missing, List<String> surplus, List<String> misshapen) {
    super(message(source, missing, surplus, misshapen));
    this.missing = List.copyOf(missing);
    this.surplus = List.copyOf(surplus);
    this.misshapen = List.copyOf(misshapen);
  }

  /** Names that the model expects and the checkpoint has not, in the model's order. */
  public List<String> missing() {
    return missing;
  }

  /** Names of the checkpoint that the model does not know, in the file's order. */
  public List<String> surplus() {
    return surplus;
  }

  /** Descriptions of tensors with another shape than the model expects, in the model's order. */
  public List<String> misshapen() {
    return misshapen;
  }

  private static String message(
      String source, List<String> missing, List<String> surplus, List<String> misshapen) {
    StringBuilder message = new StringBuilder(source).append(" does not fit the model");
    append(
        message,
        "missing",
        missing,
        name ->
            NearestName.of(name, surplus)
                .map(nearest -> name + " (the nearest name found is " + nearest + ")")
                .orElse(name));
    append(message, "of another shape", misshapen, text -> text);
    append(message, "unknown to the model", surplus, name -> name);
    return message.toString();
  }

  private static void append(
      StringBuilder message, String kind, List<String> names, UnaryOperator<String> describe) {
    if (names.isEmpty()) {
      return;
    }
    message.append("%n%s %s:".formatted(names.size(), kind));
    names.stream()
        .limit(SHOWN)
        .forEach(name -> message.append("%n  %s".formatted(describe.apply(name))));
    if (names.size() > SHOWN) {
      message.append("%n  and %s more".formatted(names.size() - SHOWN));
    }
  }
}

package org.sdptbench.harness.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.sdptbench.reports.record.RunRecord;

/** What a worker says on its standard output, one line of JSON each. */
public sealed interface WorkerEvent {

  /**
   * {@code {"event":"at","fraction":0.5,"phase":"training"}}.
   *
   * @param fraction share of the run that is done, from 0 to 1
   * @param phase what it does now
   */
  record At(double fraction, String phase) implements WorkerEvent {}

  /**
   * {@code {"event":"curve","step":100,"loss":1.5,"validationAp":0.1}}; absent values are left out.
   *
   * @param point the point
   */
  record Curve(RunRecord.CurvePoint point) implements WorkerEvent {}

  /**
   * {@code {"event":"written","ready":true}}: the record is whole in its file, and nothing that the
   * process still does for this cell matters.
   *
   * @param ready whether the worker can take another cell; not after a failure, which may have left
   *     something behind
   */
  record Written(boolean ready) implements WorkerEvent {}

  /** The line of an event, without its end. */
  static String encode(WorkerEvent event) {
    ObjectNode node = new ObjectMapper().createObjectNode();
    if (event instanceof At at) {
      node.put("event", "at").put("fraction", at.fraction()).put("phase", at.phase());
    } else if (event instanceof Curve curve) {
      node.put("event", "curve").put("step", curve.point().step());
      put(node, "seconds", curve.point().seconds());
      put(node, "loss", curve.point().loss());
      put(node, "validationAp", curve.point().validationAp());
    } else if (event instanceof Written written) {
      node.put("event", "written").put("ready", written.ready());
    }
    return node.toString();
  }

  /** The event of a line; empty if the line is something else, which native libraries may print. */
  static Optional<WorkerEvent> decode(String line) {
    if (!line.startsWith("{\"event\":")) {
      return Optional.empty();
    }
    try {
      JsonNode node = new ObjectMapper().readTree(line);
      return switch (node.path("event").asText()) {
        case "at" ->
            Optional.of(
                new At(
                    Math.min(1, Math.max(0, node.path("fraction").asDouble())),
                    node.path("phase").asText()));
        case "curve" ->
            Optional.of(
                new Curve(
                    new RunRecord.CurvePoint(
                        node.path("step").asInt(),
                        number(node.path("seconds")),
                        number(node.path("loss")),
                        number(node.path("validationAp")))));
        case "written" -> Optional.of(new Written(node.path("ready").asBoolean()));
        default -> Optional.empty();
      };
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }

  private static void put(ObjectNode node, String name, @Nullable Double value) {
    if (value != null && Double.isFinite(value)) {
      node.put(name, value);
    }
  }

  private static @Nullable Double number(JsonNode node) {
    return node.isNumber() ? node.doubleValue() : null;
  }
}

package org.sdptbench.reports.html;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.sdptbench.reports.content.ReportContent;
import org.sdptbench.reports.record.Picture;
import org.sdptbench.reports.record.ReportPlan.Spec;
import org.sdptbench.reports.record.Results;
import org.sdptbench.reports.record.RunRecord;
import org.sdptbench.reports.record.RunRecord.CurvePoint;
import org.sdptbench.reports.record.RunRecord.Provenance;
import org.sdptbench.reports.record.RunRecord.Task;

/**
 * The runs as JSON for the page's script. What many runs share (labels, tasks, methods, recipes,
 * provenance) stands once in a list, and runs give its index. Values are those of the records,
 * unrounded; only what is drawn is rounded: boxes to hundredths of a pixel, their scores to four
 * digits, attention to 256 levels. The resamples behind intervals and the seconds along a curve are
 * left to the records.
 */
final class PageData {

  /** Of a picture's detections, the best so many are shown. */
  private static final int MOST_DETECTIONS = 50;

  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .defaultPropertyInclusion(
              JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.ALWAYS))
          .build();

  private final Pool<String> rows = new Pool<>();
  private final Pool<Task> tasks = new Pool<>();
  private final Pool<RunRecord.Method> methods = new Pool<>();
  private final Pool<Object> recipes = new Pool<>();
  private final Pool<Map<String, Object>> origins = new Pool<>();
  private final Pool<List<Integer>> steps = new Pool<>();
  private final SortedMap<String, String> images = new TreeMap<>();
  private final PictureFiles files;

  /** Values that many runs share, in the order of their first appearance. */
  private static final class Pool<T> {
    private final Map<T, Integer> places = new LinkedHashMap<>();

    int place(T value) {
      Integer place = places.putIfAbsent(value, places.size());
      return place == null ? places.size() - 1 : place;
    }

    List<T> values() {
      return List.copyOf(places.keySet());
    }
  }

  private PageData(PictureFiles files) {
    this.files = files;
  }

  /**
   * Returns the JSON, without any {@code <}, {@code >} or {@code &}, so that it can stand in a
   * {@code script} element.
   *
   * @param charts the values of charts by name
   */
  static String of(
      ReportContent content,
      RunIndex index,
      Map<String, InlineChart.Values> charts,
      PictureFiles files)
      throws IOException {
    PageData data = new PageData(files);
    List<Map<String, Object>> runs = new ArrayList<>();
    for (RunIndex.Entry entry : index.entries()) {
      runs.add(data.run(entry));
    }
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("metrics", metrics(content));
    all.put("rows", data.rows.values());
    all.put("tasks", data.tasks.values());
    all.put("methods", data.methods.values());
    all.put("recipes", data.recipes.values());
    all.put("origins", data.origins.values());
    all.put("steps", data.steps.values());
    all.put("images", data.images);
    all.put("runs", runs);
    all.put("charts", charts);
    return json(all);
  }

  private static String json(Object value) throws JsonProcessingException {
    // These characters can stand only inside of strings, where JSON may escape any of them.
    return MAPPER
        .writeValueAsString(value)
        .replaceAll("\\p{Cf}", " ")
        .replace("<", "\\u003c")
        .replace(">", "\\u003e")
        .replace("&", "\\u0026")
        .replace("\u2028", "\\u2028")
        .replace("\u2029", "\\u2029");
  }

  /** The metrics that the specs show, the main ones first. */
  private static List<String> metrics(ReportContent content) {
    Stream<String> named =
        content.plan().specs().stream()
            .map(Spec::metrics)
            .flatMap(metrics -> new TreeMap<>(metrics).values().stream())
            .flatMap(List::stream);
    return Stream.concat(Stream.of("AP"), named).distinct().toList();
  }

  private Map<String, Object> run(RunIndex.Entry entry) throws IOException {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("cell", entry.planned().cell());
    json.put("rows", entry.rows().stream().map(rows::place).toList());
    json.put("task", tasks.place(entry.planned().task()));
    json.put("seed", entry.planned().seed());
    RunRecord run = entry.run();
    json.put("outcome", run == null ? "not run" : run.outcome().inWords());
    if (run != null) {
      record(json, run);
    }
    return json;
  }

  private void record(Map<String, Object> json, RunRecord run) throws IOException {
    putIfPresent(json, "message", run.message());
    json.put("method", methods.place(run.method()));
    json.put("recipe", recipes.place(run.recipe()));
    RunRecord.Base base = run.base();
    if (base != null) {
      Map<String, Object> before = new LinkedHashMap<>();
      before.put("method", methods.place(base.method()));
      before.put("task", tasks.place(base.task()));
      before.put("recipe", recipes.place(base.recipe()));
      before.put("continued", base.continued());
      json.put("base", before);
    }
    Provenance provenance = run.provenance();
    Map<String, Object> origin = new LinkedHashMap<>();
    origin.put("model", run.model());
    origin.put("commit", provenance.code());
    origin.put("machine", provenance.machine());
    origin.put("Java", provenance.java());
    origin.put("tensor threads", provenance.tensorThreads());
    provenance.libraries().forEach((name, version) -> origin.put("library " + name, version));
    provenance.digests().forEach((name, digest) -> origin.put("SHA-256 " + name, digest));
    json.put("origin", origins.place(origin));
    json.put("started", provenance.startedAt());
    json.put("cost", run.cost());
    Results results = run.results();
    putIfFilled(json, "metrics", results.metrics());
    putIfFilled(json, "classAp", results.classAp());
    if (!results.tests().isEmpty()) {
      json.put("tests", results.tests().stream().map(this::test).toList());
    }
    if (!run.curve().isEmpty()) {
      json.put("steps", steps.place(run.curve().stream().map(CurvePoint::step).toList()));
      putCurve(json, "loss", run, CurvePoint::loss);
      putCurve(json, "validationAp", run, CurvePoint::validationAp);
    }
    List<Object> pictures = new ArrayList<>();
    for (Picture picture : results.pictures()) {
      pictures.add(picture(picture));
    }
    if (!pictures.isEmpty()) {
      json.put("pictures", pictures);
    }
  }

  private Map<String, Object> test(Results.Test test) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("moment", test.moment().word());
    json.put("task", tasks.place(test.task()));
    json.put("metrics", test.metrics());
    return json;
  }

  /** One value per step, null where there is none; nothing where there is none at all. */
  private static void putCurve(
      Map<String, Object> json,
      String name,
      RunRecord run,
      Function<CurvePoint, @Nullable Double> value) {
    List<@Nullable Double> values = new ArrayList<>();
    run.curve().forEach(point -> values.add(value.apply(point)));
    if (values.stream().anyMatch(v -> v != null)) {
      json.put(name, values);
    }
  }

  private Map<String, Object> picture(Picture picture) throws IOException {
    if (!images.containsKey(picture.file())) {
      Optional<String> address = files.dataAddress(picture.file());
      address.ifPresent(text -> images.put(picture.file(), text));
    }
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("file", picture.file());
    json.put("width", picture.width());
    json.put("height", picture.height());
    json.put("truth", picture.truth().stream().map(PageData::region).toList());
    json.put(
        "detections",
        picture.detections().stream().limit(MOST_DETECTIONS).map(PageData::region).toList());
    putIfFilled(json, "attention", picture.attention().stream().map(PageData::attention).toList());
    return json;
  }

  /** Weights from 0 to 255, the largest of the map. */
  private static Map<String, Object> attention(Picture.AttentionMap map) {
    double largest = map.weights().stream().mapToDouble(w -> w).max().orElse(0);
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("label", map.label());
    json.put("columns", map.columns());
    json.put("rows", map.rows());
    json.put(
        "weights",
        map.weights().stream().map(w -> largest > 0 ? Math.round(255 * w / largest) : 0).toList());
    return json;
  }

  /** Label, left, top, width, height, and the score where there is one. */
  private static List<Object> region(Picture.Region region) {
    List<Object> list = new ArrayList<>();
    list.add(region.label());
    Stream.of(region.x(), region.y(), region.width(), region.height())
        .map(v -> Math.rint(100 * v) / 100)
        .forEach(list::add);
    Double score = region.score();
    if (score != null) {
      list.add(Math.rint(1e4 * score) / 1e4);
    }
    return list;
  }

  private static void putIfPresent(Map<String, Object> json, String name, @Nullable Object value) {
    if (value != null) {
      json.put(name, value);
    }
  }

  private static void putIfFilled(Map<String, Object> json, String name, Map<String, ?> value) {
    if (!value.isEmpty()) {
      json.put(name, value);
    }
  }

  private static void putIfFilled(Map<String, Object> json, String name, List<?> value) {
    if (!value.isEmpty()) {
      json.put(name, value);
    }
  }
}

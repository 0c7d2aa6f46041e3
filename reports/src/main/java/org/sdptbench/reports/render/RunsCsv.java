package org.sdptbench.reports.render;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.sdptbench.reports.record.Results;
import org.sdptbench.reports.record.RunRecord;
import org.sdptbench.reports.record.RunRecord.Base;
import org.sdptbench.reports.record.RunRecord.Cost;
import org.sdptbench.reports.record.RunRecord.CurvePoint;
import org.sdptbench.reports.record.RunRecord.Provenance;

/**
 * All records as tables: a line per run, with a column per metric, setting and digest that occurs
 * in any of them; a line per set of library versions and library; a line per run and class; a line
 * per run, test and metric; a line per run and point of its curve; and a line per run with its AP
 * on each resample.
 */
final class RunsCsv {

  static final List<String> CLASS_AP_HEADER = List.of("cell", "class", "ap");
  static final List<String> CURVES_HEADER =
      List.of("cell", "step", "seconds", "loss", "validation_ap");

  static final List<String> TESTS_HEADER =
      List.of("cell", "moment", "suite", "dataset", "metric", "value");

  static final List<String> LIBRARIES_HEADER = List.of("libraries", "library", "version");

  private final List<RunRecord> runs;

  /** The sets of versions that occur, numbered from 1; mostly there is one. */
  private final List<SortedMap<String, String>> libraries;

  private final List<String> header = new ArrayList<>();
  private final List<Function<RunRecord, @Nullable Object>> columns = new ArrayList<>();

  RunsCsv(List<RunRecord> runs) {
    this.runs = runs;
    libraries = runs.stream().map(run -> run.provenance().libraries()).distinct().toList();
    add("cell", RunRecord::cell);
    add("model", RunRecord::model);
    add("method", run -> run.method().name());
    add("label", run -> run.method().label());
    add("suite", run -> run.task().suite());
    add("dataset", run -> run.task().dataset());
    add("shots", run -> run.task().shots());
    add("seed", RunRecord::seed);
    add("outcome", run -> run.outcome().name().toLowerCase(Locale.ROOT));
    add("message", RunRecord::message);
    addAll("metric.", RunRecord::metrics);
    addCost("trainable_parameters", Cost::trainableParameters);
    addCost("total_parameters", Cost::totalParameters);
    addCost("adapter_bytes", Cost::adapterBytes);
    addCost("train_seconds", Cost::trainSeconds);
    addCost("evaluation_seconds", Cost::evaluationSeconds);
    addCost("inference_seconds", Cost::inferenceSeconds);
    addCost("total_seconds", Cost::totalSeconds);
    addCost("peak_memory_bytes", Cost::peakMemoryBytes);
    addAll("setting.", run -> run.method().settings());
    addAll("recipe.", RunRecord::recipe);
    addBase("method", base -> base.method().name());
    addBase("label", base -> base.method().label());
    addBase("suite", base -> base.task().suite());
    addBase("dataset", base -> base.task().dataset());
    addBase("shots", base -> base.task().shots());
    addBase("continued", Base::continued);
    addAll("base.setting.", run -> ofBase(run, base -> base.method().settings()));
    addAll("base.recipe.", run -> ofBase(run, Base::recipe));
    addProvenance("commit", Provenance::commit);
    addProvenance("dirty", Provenance::dirty);
    addProvenance("machine", Provenance::machine);
    addProvenance("java", Provenance::java);
    addProvenance("tensor_threads", Provenance::tensorThreads);
    addProvenance("started_at", Provenance::startedAt);
    add("libraries", run -> libraries.indexOf(run.provenance().libraries()) + 1);
    addAll("sha256.", run -> run.provenance().digests());
    add("format_version", RunRecord::version);
  }

  List<String> header() {
    return header;
  }

  List<List<@Nullable Object>> rows() {
    List<List<@Nullable Object>> rows = new ArrayList<>();
    for (RunRecord run : runs) {
      List<@Nullable Object> row = new ArrayList<>();
      for (Function<RunRecord, @Nullable Object> column : columns) {
        row.add(column.apply(run));
      }
      rows.add(row);
    }
    return rows;
  }

  List<List<Object>> libraries() {
    List<List<Object>> rows = new ArrayList<>();
    for (SortedMap<String, String> set : libraries) {
      int number = libraries.indexOf(set) + 1;
      set.forEach((name, version) -> rows.add(List.of(number, name, version)));
    }
    return rows;
  }

  List<List<Object>> classAp() {
    List<List<Object>> rows = new ArrayList<>();
    for (RunRecord run : runs) {
      run.results().classAp().forEach((name, ap) -> rows.add(List.of(run.cell(), name, ap)));
    }
    return rows;
  }

  List<List<@Nullable Object>> curves() {
    List<List<@Nullable Object>> rows = new ArrayList<>();
    for (RunRecord run : runs) {
      for (CurvePoint point : run.curve()) {
        List<@Nullable Object> row = new ArrayList<>();
        row.add(run.cell());
        row.add(point.step());
        row.add(point.seconds());
        row.add(point.loss());
        row.add(point.validationAp());
        rows.add(row);
      }
    }
    return rows;
  }

  /** The tests besides that of the run's own task, which stands in {@link #rows}. */
  List<List<Object>> tests() {
    List<List<Object>> rows = new ArrayList<>();
    for (RunRecord run : runs) {
      for (Results.Test test : run.results().tests()) {
        String moment = test.moment().word();
        test.metrics()
            .forEach(
                (name, value) ->
                    rows.add(
                        List.of(
                            run.cell(),
                            moment,
                            test.task().suite(),
                            test.task().dataset(),
                            name,
                            value)));
      }
    }
    return rows;
  }

  /** A column per resample, which is the same one in all runs on a data set. */
  List<String> bootstrapHeader() {
    int most = runs.stream().mapToInt(run -> run.results().bootstrapAp().size()).max().orElse(0);
    List<String> names = new ArrayList<>(List.of("cell"));
    for (int i = 0; i < most; i++) {
      names.add("ap_" + i);
    }
    return names;
  }

  List<List<Object>> bootstrap() {
    List<List<Object>> rows = new ArrayList<>();
    for (RunRecord run : runs) {
      if (!run.results().bootstrapAp().isEmpty()) {
        List<Object> row = new ArrayList<>(List.of(run.cell()));
        row.addAll(run.results().bootstrapAp());
        rows.add(row);
      }
    }
    return rows;
  }

  private static SortedMap<String, Object> ofBase(
      RunRecord run, Function<Base, SortedMap<String, Object>> map) {
    return run.base() == null ? Collections.emptySortedMap() : map.apply(run.base());
  }

  private void addBase(String name, Function<Base, Object> value) {
    add("base." + name, run -> run.base() == null ? null : value.apply(run.base()));
  }

  private void add(String name, Function<RunRecord, @Nullable Object> value) {
    header.add(name);
    columns.add(value);
  }

  private void addCost(String name, Function<Cost, @Nullable Object> value) {
    add(name, run -> value.apply(run.cost()));
  }

  private void addProvenance(String name, Function<Provenance, Object> value) {
    add(name, run -> value.apply(run.provenance()));
  }

  private void addAll(
      String prefix, Function<RunRecord, ? extends SortedMap<String, ? extends Object>> map) {
    SortedSet<String> keys = new TreeSet<>();
    runs.forEach(run -> keys.addAll(map.apply(run).keySet()));
    for (String key : keys) {
      add(prefix + key, run -> map.apply(run).get(key));
    }
  }
}

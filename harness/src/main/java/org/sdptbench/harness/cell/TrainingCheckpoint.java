package org.sdptbench.harness.cell;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import org.sdptbench.harness.plan.Cell;
import org.sdptbench.harness.run.Checkpoints;
import org.sdptbench.harness.train.DivergedException;
import org.sdptbench.harness.train.FineTuner;
import org.sdptbench.harness.train.Training;
import org.sdptbench.harness.train.TrainingFile;

/**
 * Lets a training of a cell go on in another process, after any end of this one, with the bits that
 * it would have had: its state is written every few minutes, when this process is asked to end, and
 * at the end of a training that was long.
 *
 * <p>A state is whole or not there. One that cannot be used is told in the log, and training begins
 * anew; one that cannot be written is told too, and training goes on.
 */
final class TrainingCheckpoint {
  private static final String ENDED = "ended";
  private static final String COURSE = "course";
  private static final String SELECTION = "selection";

  private final Optional<Checkpoints> where;
  private final String name;
  private final Cell cell;
  private final ObjectMapper json = new ObjectMapper();

  /**
   * Of one training of a cell.
   *
   * @param where where states are kept; empty where none are
   * @param name tells the trainings of a cell apart
   * @param cell what is trained, before anything that it stands on is looked at
   */
  TrainingCheckpoint(Optional<Checkpoints> where, String name, Cell cell) {
    this.where = where;
    this.name = name;
    this.cell = cell;
  }

  /**
   * Trains to the end, from the last state if there is one.
   *
   * @throws DivergedException if the loss becomes NaN or infinite
   */
  void train(Training training, Course course, Selection selection) throws DivergedException {
    if (where.isEmpty()) {
      FineTuner.goOn(training, course, () -> {});
      return;
    }
    Checkpoints checkpoints = where.get();
    // A base that several cells share has a state of its own in each.
    TrainingFile file =
        new TrainingFile(
            checkpoints.folder().resolve(name + ".safetensors"), name + " of " + cell.id());
    State state = new State(file, checkpoints.every().toNanos(), training, course, selection);
    if (state.read()) {
      return;
    }
    checkpoints.stopping().begin(state::write);
    try {
      FineTuner.goOn(training, course, state);
    } finally {
      checkpoints.stopping().end();
    }
    state.ended();
  }

  /** The state of a training that goes on. Its monitor is held while a step takes effect. */
  private final class State implements FineTuner.Applied {
    private final TrainingFile file;
    private final long every;
    private final Training training;
    private final Course course;
    private final Selection selection;
    private long last = System.nanoTime();

    State(TrainingFile file, long every, Training training, Course course, Selection selection) {
      this.file = file;
      this.every = every;
      this.training = training;
      this.course = course;
      this.selection = selection;
    }

    @Override
    public void stepped() {
      if (System.nanoTime() - last >= every) {
        last = System.nanoTime();
        tryWrite(false);
      }
    }

    /** Between two steps, whoever asks. */
    synchronized void write() throws IOException {
      if (training.done() > 0) {
        write(false);
      }
    }

    /** What follows a long training need not wait for another one. */
    synchronized void ended() {
      if (course.seconds() * 1e9 >= every) {
        tryWrite(true);
      }
    }

    private void tryWrite(boolean ended) {
      try {
        write(ended);
      } catch (IOException e) {
        System.err.printf("no state of the training is kept: %s%n", e.getMessage());
      }
    }

    private void write(boolean ended) throws IOException {
      training.write(
          file,
          selection.kept(),
          Map.of(
              ENDED,
              String.valueOf(ended),
              COURSE,
              text(course.state()),
              SELECTION,
              text(selection.state())));
    }

    /**
     * Goes on from the last state, if there is one.
     *
     * @return whether that is the end already
     */
    boolean read() {
      try {
        Optional<Map<String, String>> values = training.read(file);
        if (values.isEmpty()) {
          return false;
        }
        course.goOn(value(values.get(), COURSE, Course.State.class));
        selection.goOn(
            value(values.get(), SELECTION, Selection.State.class), file.best(training.layout()));
        System.err.printf(
            "goes on after step %s of %s, from %s%n",
            training.done(), training.steps(), file.file());
        return Boolean.parseBoolean(values.get().get(ENDED));
      } catch (IOException e) {
        System.err.printf("begins anew: %s%n", e.getMessage());
        return false;
      }
    }

    private String text(Object state) throws JsonProcessingException {
      return json.writeValueAsString(state);
    }

    private <T> T value(Map<String, String> values, String key, Class<T> type)
        throws JsonProcessingException {
      return json.readValue(values.getOrDefault(key, ""), type);
    }
  }
}

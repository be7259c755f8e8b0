package dev.maxdiff.session.plan;

import dev.maxdiff.domain.InvalidValueException;
import dev.maxdiff.session.model.SessionIntent;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** What each row of a plan file means at one moment, in file order. It sends nothing. */
public final class PlanOutlook {

  private PlanOutlook() {}

  /** One row, or one problem of it. */
  public sealed interface Line {
    /** Returns the line number from 1; 0 = the whole file. */
    int line();
  }

  /** The row, or a part of it, is invalid or has ended. */
  public record Refused(int line, String words) implements Line {}

  /** The row is in effect. */
  public record InEffect(int line, SessionIntent intent) implements Line {}

  /** The row takes effect later. */
  public record Waiting(int line, Instant at, String key) implements Line {}

  /** Another row of the key is newer. */
  public record Overtaken(int line, String key) implements Line {}

  /**
   * Reads the file.
   *
   * @param now the exchange's time
   * @throws InvalidValueException if no row can be read
   */
  public static List<Line> of(Path path, Duration entryLife, Instant now) {
    PlanReading reading = read(path);
    List<Line> lines = new ArrayList<>();
    reading.problems().forEach(problem -> lines.add(refused(problem)));
    List<PlanRow> due = PlanRows.due(reading.rows(), now);
    for (PlanRow row : reading.rows()) {
      String key = row.key().toString();
      if (!PlanRows.isDue(row, now)) {
        lines.add(new Waiting(row.line(), row.at(), key));
      } else if (!due.contains(row)) {
        lines.add(new Overtaken(row.line(), key));
      } else {
        new PlanRows(entryLife)
            .intent(row, now, problem -> lines.add(refused(problem)))
            .ifPresent(intent -> lines.add(new InEffect(row.line(), intent)));
      }
    }
    lines.sort(Comparator.comparingInt(Line::line));
    return List.copyOf(lines);
  }

  private static PlanReading read(Path path) {
    PlanFile.checkName(path.getFileName().toString());
    PlanFile file = PlanFile.of(path);
    try {
      PlanReading reading = PlanFile.read(file.name(), file.content());
      if (reading.isUnreadable()) {
        throw unreadable(path, reading.problems().get(0).toString());
      }
      return reading;
    } catch (IOException e) {
      throw unreadable(path, PlanFile.words(e));
    }
  }

  private static InvalidValueException unreadable(Path path, String words) {
    return InvalidValueException.withMessage("plans", "plans: " + path + ": " + words);
  }

  private static Refused refused(PlanReading.Problem problem) {
    return new Refused(problem.line(), problem.text());
  }
}

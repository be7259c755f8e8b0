package dev.maxdiff.supervision;

import static dev.maxdiff.supervision.Fixture.EXIT;
import static dev.maxdiff.supervision.Fixture.NOW;
import static dev.maxdiff.supervision.Fixture.exit;
import static org.assertj.core.api.Assertions.assertThat;

import dev.maxdiff.process.os.ProcessIdentity;
import dev.maxdiff.supervision.wishes.SlotState;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The views are current, and the same list while nothing changes. */
class SlotViewsTest {

  private static final SlotState WANTED =
      new SlotState.Active(1, exit("110250"), null, null, 0, null, NOW);

  @TempDir Path directory;
  private Fixture fixture;
  private SlotViews slotViews;
  private final SlotRuntimeState run = new SlotRuntimeState(EXIT);

  @BeforeEach
  void open() {
    fixture = new Fixture(directory);
    slotViews = fixture.slotViews;
    fixture.files.pending(exit("110250"), 1);
    run.processStarted(1, new ProcessIdentity(1_001, 1, "boot"));
    slotViews.publish(WANTED, run);
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  void whileNothingChangesItIsTheSameList() {
    List<SlotView> views = slotViews.views();

    assertThat(views).extracting(SlotView::pid).containsExactly(1_001);
    assertThat(slotViews.views()).isSameAs(views);
  }

  @Test
  void whatASupervisorPublishesIsShown() {
    slotViews.views();

    run.processGone(1);
    slotViews.publish(WANTED, run);

    assertThat(slotViews.views()).extracting(SlotView::pid).containsExactly(0);
  }

  @Test
  void whatAWatcherReportsIsShown() {
    slotViews.views();

    fixture.files.report(EXIT, 1, Map.of("state", "watching_orders"));

    assertThat(slotViews.views()).extracting(SlotView::state).containsExactly("watching_orders");
  }
}

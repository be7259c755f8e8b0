package dev.maxdiff.app;

import com.typesafe.config.Config;
import dev.maxdiff.cli.context.CommandActions;
import dev.maxdiff.cli.context.CommandContext;
import dev.maxdiff.cli.context.Location;
import dev.maxdiff.control.WatcherService;
import dev.maxdiff.domain.Venue;
import dev.maxdiff.runtime.context.Configuration;
import dev.maxdiff.session.PlanCheck;
import dev.maxdiff.session.PlanCheckLine;
import dev.maxdiff.session.model.SessionSettings;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** {@code maxdiff plan check}: checks a plan file against a runtime or a journal. */
public final class CheckPlan implements CommandActions.PlanCheckAction {

  private final Map<String, String> environment;

  public CheckPlan(Map<String, String> environment) {
    this.environment = Map.copyOf(environment);
  }

  @Override
  public List<Row> run(Location location, WatcherService watchers, Path plan) throws Exception {
    Config config =
        Configuration.load(
            Configurations.file(environment), Configurations.stateDirectory(location));
    SessionSettings settings =
        SessionSettings.from(config, location.venue().orElse(Venue.EMBEDDED));
    PlanCheck check = new PlanCheck(settings, watchers, InstantSource.system());
    return CommandContext.await(check.of(plan)).stream().map(CheckPlan::row).toList();
  }

  private static Row row(PlanCheckLine line) {
    return new Row(
        line.line(),
        line.key(),
        line.slot() == null ? null : line.slot().toString(),
        line.effect().name().toLowerCase(Locale.ROOT),
        line.isWrong(),
        line.words());
  }
}

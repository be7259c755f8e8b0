package dev.maxdiff.process;

/** The contract over {@link PortableSystem}. */
class PortableAwkwardChildrenIT extends AwkwardChildrenContract {

  @Override
  String spawn() {
    return "portable";
  }
}

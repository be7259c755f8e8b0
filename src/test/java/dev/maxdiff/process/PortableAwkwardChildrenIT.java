package dev.maxdiff.process;

/** The contract of {@link PortableSystem}. */
class PortableAwkwardChildrenIT extends AwkwardChildrenContract {

  @Override
  String spawn() {
    return "portable";
  }
}

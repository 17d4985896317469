// Reads a notice aloud with the browser's own speech synthesis, one block at a time.

const BLOCKS = "h2, h3, h4, h5, h6, p, li, th, td";

export class SpeechReader {
  /**
   * @param {HTMLElement} body what to read
   * @param {SpeechSynthesis} synthesis
   * @param {(isReading: boolean) => void} onChange called when reading starts or stops
   */
  constructor(body, synthesis, onChange) {
    this.body = body;
    this.synthesis = synthesis;
    this.onChange = onChange;
    /** @type {SpeechSynthesisUtterance | null} */
    this.current = null;
    window.addEventListener("pagehide", () => this.stop());
  }

  toggle() {
    if (this.current) this.stop();
    else this.start();
  }

  start() {
    const blocks = [...this.body.querySelectorAll(BLOCKS)].filter(
      (block) => !block.querySelector(BLOCKS) && (block.textContent || "").trim(),
    );
    this.synthesis.cancel();
    this.onChange(true);
    this.readFrom(blocks, 0);
  }

  stop() {
    this.current = null;
    this.mark(null);
    this.synthesis.cancel();
    this.onChange(false);
  }

  /**
   * @param {Element[]} blocks
   * @param {number} index
   */
  readFrom(blocks, index) {
    if (index >= blocks.length) {
      this.stop();
      return;
    }
    this.mark(blocks[index]);
    const utterance = new SpeechSynthesisUtterance(blocks[index].textContent || "");
    utterance.lang = "zh-CN";
    utterance.rate = 0.9;
    this.current = utterance;
    utterance.addEventListener("end", () => {
      if (this.current === utterance) this.readFrom(blocks, index + 1);
    });
    utterance.addEventListener("error", () => {
      if (this.current === utterance) this.stop();
    });
    this.synthesis.speak(utterance);
  }

  /** @param {Element | null} block the block being read */
  mark(block) {
    for (const previous of this.body.querySelectorAll(".nb-spoken")) {
      previous.classList.remove("nb-spoken");
    }
    if (!block) return;
    block.classList.add("nb-spoken");
    block.scrollIntoView({ block: "nearest" });
  }
}

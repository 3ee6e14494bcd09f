// Waiting for what is to come, never for a time. The limit only keeps a broken editor from hanging the tests.

const LIMIT = Number(process.env.DOCENT_TEST_LIMIT ?? 90) * 1000;
const PAUSE = 50;

/** The first value of `look` that is neither false, null nor undefined. What it throws counts as "not yet". */
export async function waitFor(what, look) {
  const until = Date.now() + LIMIT;
  let last;
  while (Date.now() < until) {
    try {
      const seen = await look();
      if (seen !== false && seen !== null && seen !== undefined) return seen;
      last = seen;
    } catch (error) {
      last = error;
    }
    await new Promise((resolve) => setTimeout(resolve, PAUSE));
  }
  throw new Error(`did not come: ${what} (last: ${last})`);
}
